using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>What <c>atLeast</c> means: for one thing the actor reads the log, for many things the read models must be there.</summary>
internal static class FreshnessRules
{
    public static async Task Demand(this Freshness freshness, PositionToken? atLeast, bool ofReadModels, CancellationToken cancellation)
    {
        if (atLeast is null)
        {
            return;
        }

        var reached = ofReadModels
            ? await freshness.WaitUntilFolded(atLeast, cancellation)
            : await freshness.IsWritten(atLeast, cancellation);
        var refusal = reached switch
        {
            Reached.Yes => null,
            Reached.ForeignEpoch => new GraphRefusal(
                GraphCodes.BadPosition, "The position in 'atLeast' belongs to another incarnation of the event log."),
            _ => new GraphRefusal(GraphCodes.NotYet, "The read is not as fresh as 'atLeast' yet; ask again shortly."),
        };
        if (refusal is not null)
        {
            throw refusal;
        }
    }
}
