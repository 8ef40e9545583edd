using System.Collections.Frozen;
using System.Collections.Immutable;
using CsvHelper;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>One column of one file: reads its value, applies its repairs and counts them.</summary>
internal sealed class ColumnReader
{
    private readonly int index;
    private readonly ImmutableArray<RepairStep> steps;
    private readonly FrozenDictionary<string, RowCount> absent;

    public ColumnReader(ColumnRule rule, FileColumns columns)
    {
        Rule = rule;
        index = columns.IndexOf(rule.Column, $"columns.{rule.Column}");
        steps = [.. rule.Repairs.Select(repair => RepairStep.Create(rule.Column, repair, columns))];
        absent = rule.Absent.Distinct().ToFrozenDictionary(text => text, _ => new RowCount(), StringComparer.Ordinal);
    }

    public ColumnRule Rule { get; }

    public IEnumerable<RepairCount> Counts => steps.SelectMany(step => step.Counts)
        .Concat(absent.Where(entry => entry.Key.Length > 0)
            .Select(entry => new RepairCount(Rule.Column, $"{entry.Key} left out", entry.Value.Rows)));

    /// <summary>The repaired value, or null where the row has none.</summary>
    public string? Read(CsvReader row)
    {
        var value = row.GetString(index);
        foreach (var step in steps)
        {
            value = step.Apply(value, row);
        }

        if (value.Length == 0)
        {
            return null;
        }

        if (absent.Count > 0 && absent.TryGetValue(value, out var count))
        {
            count.Rows++;
            return null;
        }

        return value;
    }
}

/// <summary>A count that grows where it stands in a table.</summary>
internal sealed class RowCount
{
    public long Rows { get; set; }
}

internal abstract class RepairStep
{
    public abstract IEnumerable<RepairCount> Counts { get; }

    public static RepairStep Create(string column, RepairRule rule, FileColumns columns) => rule.Name is { } name
        ? new NamedRepair(column, name)
        : new Replacement(column, rule, columns);

    public abstract string Apply(string value, CsvReader row);

    private sealed class NamedRepair(string column, string name) : RepairStep
    {
        private readonly Func<string, string> repair = Repairs.Find(name);
        private long rows;

        public override IEnumerable<RepairCount> Counts => [new RepairCount(column, name, rows)];

        public override string Apply(string value, CsvReader row)
        {
            var repaired = repair(value);
            if (!ReferenceEquals(repaired, value) && repaired != value)
            {
                rows++;
            }

            return repaired;
        }
    }

    private sealed class Replacement(string column, RepairRule rule, FileColumns columns) : RepairStep
    {
        private readonly FrozenDictionary<string, (string To, RowCount Count)> table =
            rule.Replacements.ToFrozenDictionary(pair => pair.Key, pair => (pair.Value, new RowCount()), StringComparer.Ordinal);

        private readonly ImmutableArray<(int Index, string Value)> where =
        [
            .. rule.Where.Select(pair => (columns.IndexOf(pair.Key, $"columns.{column}.repair.where"), pair.Value)),
        ];

        public override IEnumerable<RepairCount> Counts =>
            table.Select(entry => new RepairCount(column, $"{entry.Key} -> {entry.Value.To}", entry.Value.Count.Rows));

        public override string Apply(string value, CsvReader row)
        {
            if (!table.TryGetValue(value, out var replacement) || !where.All(condition => Holds(condition, row)))
            {
                return value;
            }

            replacement.Count.Rows++;
            return replacement.To;
        }

        private static bool Holds((int Index, string Value) condition, CsvReader row) =>
            row.GetString(condition.Index).AsSpan().Trim().SequenceEqual(condition.Value);
    }
}
