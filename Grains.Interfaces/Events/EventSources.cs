namespace AutoCrm.Actors.Events;

/// <summary>Sources of events that the product makes itself; nobody outside may send under them.</summary>
public static class EventSources
{
    /// <summary>What every source of the product begins with.</summary>
    public const string Prefix = "urn:autocrm:";

    /// <summary>Events that actors have decided.</summary>
    public const string Decisions = Prefix + "decisions";

    /// <summary>Events that actors derive when their time has come.</summary>
    public const string Derived = Prefix + "derived";
}
