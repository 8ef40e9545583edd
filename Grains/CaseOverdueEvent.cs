using System.Globalization;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>The event that says that a case was not answered or resolved in time.</summary>
internal static class CaseOverdueEvent
{
    /// <param name="caseId">The case's number.</param>
    /// <param name="target">What is missing.</param>
    /// <param name="since">The event from which its time counts.</param>
    /// <param name="due">By when it should have been there.</param>
    public static DueEvent Of(string caseId, CaseTarget target, EventStamp since, DateTimeOffset due) => DueEvent.Of(
        "autocrm.case.overdue.v1",
        string.Create(CultureInfo.InvariantCulture, $"{caseId}\n{target}\n{since.Source}\n{since.Id}"),
        due,
        new CaseOverdue { CaseId = caseId, Target = target, Due = due },
        EventJson.Default.CaseOverdue);
}
