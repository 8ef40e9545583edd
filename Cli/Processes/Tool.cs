using System.ComponentModel;
using System.Diagnostics;

namespace AutoCrm.Actors.Cli.Processes;

/// <summary>What a short-lived tool answered.</summary>
internal sealed record ToolAnswer(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Both outputs, for a message to the operator.</summary>
    public string Text => string.Join('\n', new[] { Output.Trim(), Error.Trim() }.Where(text => text.Length > 0));
}

/// <summary>Runs short-lived tools of the machine.</summary>
internal static class Tool
{
    private const int NotFound = 127;

    /// <summary>Runs a tool to its end.</summary>
    public static ToolAnswer Run(
        string file,
        IEnumerable<string> arguments,
        string? input = null,
        IReadOnlyDictionary<string, string>? environment = null,
        string? directory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            Feed(process, input);
            // On a thread of its own: asynchronous reading can need the very thread that waits here.
            var error = Task.Run(process.StandardError.ReadToEnd);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new ToolAnswer(process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception failure)
        {
            return new ToolAnswer(NotFound, string.Empty, $"{file}: {failure.Message}");
        }
    }

    /// <summary>Where PATH has a program; null if nowhere.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/sbin", "/sbin"])
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static void Feed(Process process, string? input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The tool ended without reading: its exit code tells.
        }
    }
}
