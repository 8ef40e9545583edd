namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>What a proxy does to the bytes that pass.</summary>
internal sealed record ProxyRule
{
    /// <summary>Everything passes.</summary>
    public static ProxyRule Pass { get; } = new();

    /// <summary>How long each piece is held back, in each direction.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The share of pieces, 0 to 1, at which the connection is reset instead.</summary>
    public double ResetShare { get; init; }

    /// <summary>Nothing passes, and nobody is told: what is sent arrives when the rule changes.</summary>
    public bool Hold { get; init; }

    /// <summary>New connections are refused, those that are open are reset.</summary>
    public bool Refuse { get; init; }

    /// <summary>An answer of the server that holds these bytes is kept back and the connection is reset: it has done what the client will never know.</summary>
    public byte[]? CutAtAnswer { get; init; }

    /// <summary>How many answers are cut; then everything passes.</summary>
    public int Cuts { get; init; } = 1;
}
