namespace AutoCrm.Actors;

/// <summary>Something that has a dealership's number: the two together name it.</summary>
public interface INumbered
{
    /// <summary>The dealership's number for it.</summary>
    string Id { get; }

    /// <summary>The dealership's code; null where the report comes from no dealership.</summary>
    string? Dealership { get; }
}
