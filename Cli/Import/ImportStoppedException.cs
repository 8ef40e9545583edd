namespace AutoCrm.Actors.Cli.Import;

/// <summary>The import cannot go on. What was acknowledged stays; repeating the import is safe.</summary>
internal sealed class ImportStoppedException(ImportOutcome outcome, string message) : Exception(message)
{
    public ImportOutcome Outcome { get; } = outcome;
}

/// <summary>How an import ended.</summary>
internal enum ImportOutcome
{
    /// <summary>Every row was read, and every event was answered.</summary>
    Complete,

    /// <summary>The system did not answer for too long.</summary>
    GaveUp,

    /// <summary>The system refused the requests as such: wrong address, token or format.</summary>
    Refused,

    /// <summary>The file cannot be read on.</summary>
    Unreadable,

    /// <summary>The user or the system stopped the importer.</summary>
    Interrupted,
}
