using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>How a read model comes from the log: the same pure functions as the actors use.</summary>
/// <param name="Kind">Whose rows they are.</param>
/// <param name="Table">The table.</param>
/// <param name="Key">Its key.</param>
/// <param name="Column">The log's column that holds the key.</param>
/// <param name="FoldVersion">The version of the fold.</param>
/// <param name="Unborn">The state before the first event.</param>
/// <param name="Apply">The fold.</param>
/// <param name="Project">The row of a state at a revision.</param>
/// <param name="Rows">How rows are written.</param>
internal sealed record RowSource<TState, TRow>(
    SubjectKind Kind,
    string Table,
    string Key,
    string Column,
    int FoldVersion,
    Func<string, TState> Unborn,
    Func<TState, LoggedEvent, TState> Apply,
    Func<TState, long, TRow> Project,
    ReadModelTable<TRow> Rows)
    where TState : class
{
    /// <summary>Whether a state has links, so that events of others may belong to it.</summary>
    public Func<TState, bool> IsLinked { get; init; } = static _ => false;
}

/// <summary>How personal data come out of the log and into rows, and rows of who has links from several histories.</summary>
internal sealed record PersonalRows<TRow>(PersonalReading Reading, IRowSealing<TRow> Sealing, ILinkedRows<TRow>? Linked = null);

/// <summary>The read models.</summary>
internal static class RowSources
{
    public static RowSource<Vehicle, VehicleRow> Vehicles { get; } = new(
        SubjectKind.Vehicle, "vehicle_row", "vin", "vin", VehicleFold.Version, vin => new Vehicle { Vin = vin }, VehicleFold.Apply, VehicleRow.Of, ReadModelTables.Vehicles);

    public static RowSource<Customer, CustomerRow> Customers { get; } = new(
        SubjectKind.Customer, "customer_row", "id", "customer", CustomerFold.Version, id => new Customer { Id = id }, CustomerFold.Apply, CustomerRow.Of, ReadModelTables.Customers)
    {
        IsLinked = static customer => !customer.Connected.IsEmpty,
    };

    public static RowSource<DealershipBook, DealershipRow> Dealerships { get; } = new(
        SubjectKind.Dealership, "dealership_row", "code", "dealership", DealershipFold.Version, code => new DealershipBook { Code = code }, DealershipFold.Apply, DealershipRow.Of, ReadModelTables.Dealerships);
}

/// <summary>Folds one subject's events as its actor does: what cannot be folded is passed by.</summary>
internal sealed class RowFold<TState, TRow>(RowSource<TState, TRow> source, string key)
    where TState : class
{
    private TState? state;
    private long revision;

    public string Key { get; } = key;

    /// <summary>How many events were added, folded or not.</summary>
    public int Events { get; private set; }

    /// <summary>Whether events of others may belong to it.</summary>
    public bool IsLinked => state is not null && source.IsLinked(state);

    /// <summary>The row; null if nothing could be folded.</summary>
    public TRow? Row => state is null ? default : source.Project(state, revision);

    public void Add(LoggedEvent happened)
    {
        Events++;
        if (happened.Payload is UnreadablePayload)
        {
            return;
        }

        try
        {
            state = source.Apply(state ?? source.Unborn(Key), happened);
            revision++;
        }
#pragma warning disable CA1031 // The actor has it in the quarantine; a row reflects what could be folded.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
