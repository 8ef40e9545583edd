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

        /// <summary>Positions whose rows may stand in the quarantine, because no answer came.</summary>
        public List<Position> MayBeKept { get; } = [];

        /// <summary>The rows in the quarantine that stand for it; none yet, or normally one.</summary>
        public List<Position> Kept { get; } = [];

        /// <summary>Whether they stand for all that it may lack.</summary>
        public bool IsKept => Kept.Exists(kept => kept.Offset <= From.Offset);

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

        /// <summary>It has everything, durably or held by the checkpoint, but what waits.</summary>
        public void Advance(long now) => (From, Since, goesOn) = (waiting[0].Position, now, true);

        /// <summary>The outstanding call has failed.</summary>
        public void Fail()
        {
            (Lacks, Given, goesOn) = (true, null, false);
        }

        /// <summary>Takes what waits; null if it has to catch up, which also makes its row durable.</summary>
        public EventBatch? TakeGiven()
        {
            Given = Lacks || waiting.Count == 0 || Kept.Count + MayBeKept.Count > 0 ? null : new EventBatch([.. waiting]);
            Lacks = false;
            return Given;
        }
    }
}
