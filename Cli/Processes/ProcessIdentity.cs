using System.Globalization;
using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Cli.Processes;

/// <summary>A process that stays itself: the number alone may belong to a stranger after it has been used again.</summary>
/// <param name="Id">The process's number.</param>
/// <param name="Started">When the kernel started it, in the kernel's own words; compared, never parsed.</param>
internal sealed record ProcessIdentity(
    [property: JsonPropertyName("pid")] int Id,
    [property: JsonPropertyName("started")] string Started)
{
    private static readonly char[] Blanks = [' ', '\n'];

    /// <summary>Whether exactly this process still runs.</summary>
    [JsonIgnore]
    public bool IsAlive => Of(Id) == this;

    /// <summary>The identity of a running process; null if none has the number (one that only waits to be reaped counts as none).</summary>
    public static ProcessIdentity? Of(int id)
    {
        if (id <= 0)
        {
            return null;
        }

        var started = Directory.Exists("/proc/self") ? StartedByProc(id) : StartedByPs(id);
        return started is null ? null : new ProcessIdentity(id, started);
    }

    /// <summary>The program and arguments of a running process, separated by blanks; empty if none has the number.</summary>
    public static string CommandLineOf(int id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        if (!Directory.Exists("/proc/self"))
        {
            return Tool.Run("ps", ["-ww", "-o", "args=", "-p", number]).Output;
        }

        try
        {
            return File.ReadAllText($"/proc/{number}/cmdline").Replace('\0', ' ');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static string? StartedByProc(int id)
    {
        try
        {
            // The second field is the program's name in parentheses and may itself hold blanks and parentheses.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return fields[0] is "Z" or "X" ? null : $"{boot}:{fields[19]}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartedByPs(int id)
    {
        var answer = Tool.Run("ps", ["-o", "stat=,lstart=", "-p", id.ToString(CultureInfo.InvariantCulture)]);
        var text = answer.Output.Trim();
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return answer.ExitCode != 0 || blank < 0 || text[0] == 'Z' ? null : text[(blank + 1)..].Trim();
    }
}
