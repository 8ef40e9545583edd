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

        public Subject Subject { get; } = subject;

        /// <summary>The first position that it may lack.</summary>
        public Position From { get; set; } = from;

        /// <summary>Since when, as a timestamp of the clock.</summary>
        public long Since { get; } = since;

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

        /// <summary>What waited and is being given to it, if the outstanding call does that.</summary>
        public EventBatch? Given { get; set; }

        /// <summary>Whether a row may stand in the quarantine of which no answer came.</summary>
        public bool MayBeKept { get; set; }

        /// <summary>The rows in the quarantine that stand for it; none yet, or normally one.</summary>
        public List<Position> Kept { get; } = [];

        /// <summary>Whether they stand for all that it may lack.</summary>
        public bool IsKept => Kept.Exists(kept => kept.Offset <= From.Offset);

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

        /// <summary>Takes what waits; null if nothing does.</summary>
        public EventBatch? TakeWaiting()
        {
            if (waiting.Count == 0)
            {
                return null;
            }

            var taken = new EventBatch([.. waiting]);
            waiting.Clear();
            return taken;
        }
    }
}
