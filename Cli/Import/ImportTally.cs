namespace AutoCrm.Actors.Cli.Import;

/// <summary>What has become of the rows and events so far.</summary>
internal sealed class ImportTally(string items = "rows")
{
    /// <summary>What the rows are called.</summary>
    public string Items { get; } = items;

    public long RowsRead { get; set; }

    /// <summary>Rows all of whose events are in the log, now or since an earlier import.</summary>
    public long RowsComplete { get; set; }

    public long RowsRejected { get; set; }

    /// <summary>Rows of which no event is made.</summary>
    public long RowsWithoutEvents { get; set; }

    /// <summary>Rows for which no answer came; they may or may not have arrived.</summary>
    public long RowsUnconfirmed { get; set; }

    public long EventsSent { get; set; }

    public long Accepted { get; set; }

    public long Duplicates { get; set; }

    public long Rejected { get; set; }
}
