using System.Diagnostics;
using System.Globalization;

namespace AutoCrm.Actors.Benchmarks.Measuring;

/// <summary>Reads CPU times from <c>/proc</c>; all zero where there is none.</summary>
internal sealed class CpuMeter(Func<IReadOnlyList<int>> silos, Func<IReadOnlyList<int>> apis, Func<int?> postmaster)
{
    // What every Linux on every processor reports to programs (USER_HZ).
    private const double TicksPerSecond = 100;

    public CpuTime Read()
    {
        var machine = Machine();
        var postgres = postmaster() is { } parent ? Tree(parent) : 0;
        using var own = Process.GetCurrentProcess();
        return new CpuTime(
            silos().Sum(OfProcess),
            apis().Sum(OfProcess),
            postgres,
            own.TotalProcessorTime.TotalSeconds,
            machine.Busy,
            machine.Stolen,
            Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);
    }

    /// <summary>The parent of a process; null if it has gone.</summary>
    public static int? ParentOf(int process) =>
        Fields(process) is [_, var parent, ..] && int.TryParse(parent, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The resident memory of a process, in bytes.</summary>
    public static long ResidentOf(int process)
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{process}/statm").Split(' ')[1];
            return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static double OfProcess(int process) => Fields(process) is { Length: > 15 } fields ? (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond : 0;

    // Children that have ended are in the parent's account.
    private static double Tree(int parent)
    {
        if (Fields(parent) is not { Length: > 15 } own)
        {
            return 0;
        }

        var ended = (Ticks(own[13]) + Ticks(own[14])) / TicksPerSecond;
        var children = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == parent);
        return OfProcess(parent) + ended + children.Sum(OfProcess);
    }

    private static (double Busy, double Stolen) Machine()
    {
        if (!File.Exists("/proc/stat"))
        {
            return default;
        }

        // user nice system idle iowait irq softirq steal
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(Ticks).ToArray();
        return ((times[0] + times[1] + times[2] + times[5] + times[6]) / TicksPerSecond, times[7] / TicksPerSecond);
    }

    // The fields after the program's name, which may itself hold blanks: state, parent, …
    private static string[] Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
