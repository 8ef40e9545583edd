namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>Encrypts what is personal in rows before they are written.</summary>
internal interface IRowSealing<TRow>
{
    /// <summary>The rows as they stand in the table.</summary>
    ValueTask<TRow[]> Seal(TRow[] rows, CancellationToken cancellation);
}

/// <summary>For tables that hold nothing personal.</summary>
internal sealed class NothingPersonal<TRow> : IRowSealing<TRow>
{
    public static NothingPersonal<TRow> Instance { get; } = new();

    public ValueTask<TRow[]> Seal(TRow[] rows, CancellationToken cancellation) => ValueTask.FromResult(rows);
}
