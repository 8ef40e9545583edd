using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// Lets one decision about a subject pass at a time, and none that did not know all events of each of its subjects. The
/// locks, taken in one order by everybody, are held until the commit; the look into the log comes after it, in a statement of its own, and so sees whatever was
/// committed by the time at which they were had. What is committed later came after the decision.
/// </summary>
internal sealed class DecisionFence(int partitions)
{
    private const string LockSubjects = "SELECT pg_advisory_xact_lock(k) FROM unnest($1) AS s(k)";

    private static readonly Dictionary<SubjectKind, string> Look = new()
    {
        [SubjectKind.Customer] = LookBy("customer"),
        [SubjectKind.Vehicle] = LookBy("vin"),
        [SubjectKind.Dealership] = LookBy("dealership"),
    };

    private readonly short[] partitions = [.. Enumerable.Range(0, partitions).Select(p => (short)p)];

    /// <summary>Adds the statements, which come after the locks on the partitions: everybody locks in this order.</summary>
    /// <returns>The decisions, in the order of the results that <see cref="Read"/> reads.</returns>
    public IReadOnlyList<Decision> Add(NpgsqlBatch batch, IEnumerable<PendingEvent> events)
    {
        var decisions = events.Select(e => e.Decision).OfType<Decision>().Distinct().ToArray();
        if (decisions.Length == 0)
        {
            return decisions;
        }

        var locks = decisions.SelectMany(d => d.Subjects).Select(known => LockOf(known.Subject)).Distinct().Order().ToArray();
        batch.BatchCommands.Add(Command(LockSubjects, locks));
        foreach (var (subject, applied) in decisions.SelectMany(d => d.Subjects))
        {
            var look = Command(Look[subject.Kind], partitions, Array.ConvertAll(partitions, p => applied[p]));
            look.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject.Id });
            batch.BatchCommands.Add(look);
        }

        return decisions;
    }

    /// <summary>Reads which decisions are outdated.</summary>
    public static async Task<HashSet<Decision>> Read(
        NpgsqlDataReader reader, IReadOnlyList<Decision> decisions, CancellationToken cancellation)
    {
        var outdated = new HashSet<Decision>(ReferenceEqualityComparer.Instance);
        if (decisions.Count > 0)
        {
            await reader.NextResultAsync(cancellation);
        }

        foreach (var decision in decisions)
        {
            for (var n = 0; n < decision.Subjects.Length; n++)
            {
                await reader.NextResultAsync(cancellation);
                await reader.ReadAsync(cancellation);
                if (reader.GetBoolean(0))
                {
                    outdated.Add(decision);
                }
            }
        }

        return outdated;
    }

    private static string LookBy(string column) =>
        $"""
        SELECT EXISTS (
            SELECT FROM unnest($1, $2) AS known(partition, log_offset)
            CROSS JOIN LATERAL (
                SELECT FROM event_log own
                WHERE own.{column} = $3 AND own.partition = known.partition AND own.log_offset > known.log_offset
                LIMIT 1) more)
        """;

    // Two subjects that share a lock wait for each other, and nothing worse.
    private static long LockOf(Subject subject) => BinaryPrimitives.ReadInt64LittleEndian(
        XxHash64.Hash(Encoding.UTF8.GetBytes(subject.Key)));

    private static NpgsqlBatchCommand Command(string sql, params Array[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}

/// <summary>Who has decided within one transaction: what its statements cannot see yet.</summary>
internal sealed class DecidedSubjects(HashSet<Decision> outdated, Weaknesses weaknesses)
{
    private readonly Dictionary<Subject, Decision> decided = [];
    private readonly HashSet<Decision> repeated = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes that the log has the event: a decision whose first event is known adds nothing.</summary>
    public void Repeated(PendingEvent pending)
    {
        if (pending.Decision is { } decision)
        {
            repeated.Add(decision);
        }
    }

    /// <summary>Whether the event may be placed; always, for a fact.</summary>
    public bool Admits(PendingEvent pending)
    {
        if (pending.Decision is not { } decision || weaknesses.SkipFencing)
        {
            return true;
        }

        if (outdated.Contains(decision) || repeated.Contains(decision))
        {
            return false;
        }

        // All or none: a decision that is refused must not keep others from its subjects.
        if (decision.Subjects.Any(known => decided.TryGetValue(known.Subject, out var first) && !ReferenceEquals(first, decision)))
        {
            return false;
        }

        foreach (var known in decision.Subjects)
        {
            decided[known.Subject] = decision;
        }

        return true;
    }
}
