using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

internal sealed partial class SubjectDelivery
{
    /// <summary>The most events that wait for a subject that is catching up; one that has more reads them from the log.</summary>
    internal const int MostWaiting = 1000;

    /// <summary>A subject that is behind.</summary>
    private sealed class Laggard(Subject subject, Position from, long since)
    {
        // What was offered since the outstanding call began, without a gap: it brings all that was committed before.
        private readonly List<LoggedEvent> waiting = [];
        private bool lacks;
        private bool goesOn;

        public Subject Subject { get; } = subject;

        /// <summary>The first position that it may lack.</summary>
        public Position From { get; set; } = from;

        /// <summary>Since when it has got nothing, as a timestamp of the clock.</summary>
        public long Since { get; private set; } = since;

        /// <summary>Whether there is something that neither the outstanding call brings nor waits.</summary>
        public bool Lacks
        {
            get => lacks;
            set
            {
                lacks = value;
                waiting.Clear();
            }
        }

        /// <summary>What waited and is given to it by the outstanding call; null if that is to catch up.</summary>
        public EventBatch? Given { get; set; }

        /// <summary>Rows that may stand in the quarantine, because no answer came.</summary>
        public HashSet<LateRow> MayBeKept { get; } = [];

        /// <summary>The rows in the quarantine that stand for it; none yet, or normally one.</summary>
        public List<LateRow> Kept { get; } = [];

        /// <summary>
        /// Rows of others who carried the partition, or still do, and whether those have left them. They go when it has
        /// caught up, but nothing here relies on them.
        /// </summary>
        public Dictionary<LateRow, bool> Adopted { get; } = [];

        /// <summary>When the first of those was found, as a timestamp of the clock.</summary>
        public long AdoptedAt { get; private set; }

        /// <summary>Whether its own rows stand for all that it may lack.</summary>
        public bool IsKept => Kept.Exists(kept => kept.From.Offset <= From.Offset);

        /// <summary>Whether anything in the quarantine is about it.</summary>
        public bool HasRows => Kept.Count + MayBeKept.Count + Adopted.Count > 0;

        /// <summary>Whether the checkpoint stays before what it may lack: also while it gets on and is to leave the quarantine.</summary>
        public bool HoldsCheckpoint => goesOn || !IsKept;

        /// <summary>Whether something has come meanwhile.</summary>
        public bool IsWaitedFor => waiting.Count > 0;

        /// <summary>Keeps events until the outstanding call ends; if they are too many, it lacks them.</summary>
        public void Offer(EventBatch batch)
        {
            if (Lacks)
            {
                return;
            }

            waiting.AddRange(batch.Events);
            if (waiting.Count > MostWaiting)
            {
                Lacks = true;
            }
        }

        /// <summary>
        /// Takes over a row of somebody else: what that one lacks, the actor may lack as well. It may have passed over more
        /// until it left the row.
        /// </summary>
        public void Adopt(LateRow row, bool isLeft, long now)
        {
            if (!Adopted.TryGetValue(row, out var wasLeft) || isLeft != wasLeft)
            {
                AdoptedAt = Adopted.Count == 0 ? now : AdoptedAt;
                Adopted[row] = isLeft;
                Lacks = true;
            }
        }

        /// <summary>Forgets rows that somebody else may still rely on: they stay, and are found again.</summary>
        /// <param name="isAgreed">Whether nobody else has carried the partition since the first of them was found.</param>
        public void DropReliedOn(bool isAgreed)
        {
            foreach (var (row, isLeft) in Adopted)
            {
                if (!isLeft && !isAgreed)
                {
                    Adopted.Remove(row);
                }
            }
        }

        /// <summary>It has everything, durably or held by the checkpoint, but what waits.</summary>
        public void Advance(long now) => (From, Since, goesOn) = (waiting[0].Position, now, true);

        /// <summary>It could not be noted as late, or nobody knows, because the database is away: when that is back it has its time anew.</summary>
        public void MayHaveKept(LateRow row, long now)
        {
            MayBeKept.Add(row);
            Since = now;
        }

        /// <summary>The outstanding call has failed.</summary>
        public void Fail()
        {
            (Lacks, Given, goesOn) = (true, null, false);
        }

        /// <summary>Takes what waits; null if it has to catch up, which also makes its row durable.</summary>
        public EventBatch? TakeGiven(Guid carrier)
        {
            Given = Lacks || waiting.Count == 0 || HasRows ? null : new EventBatch([.. waiting], carrier);
            Lacks = false;
            return Given;
        }
    }
}
