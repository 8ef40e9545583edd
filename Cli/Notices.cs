using Spectre.Console;

namespace AutoCrm.Actors.Cli;

/// <summary>Tells the operator what happens, one line each, never wrapped: lines are pasted and searched.</summary>
internal sealed class Notices
{
    private const int NeverWrap = 1_000_000;
    private readonly Lock gate = new();
    private readonly IAnsiConsole console;

    public Notices(TextWriter output)
    {
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = NeverWrap;
    }

    /// <summary>On standard output, coloured if that is a terminal.</summary>
    public static Notices ToOutput { get; } = new(Console.Out);

    /// <summary>On standard error, for commands whose output is read by programs.</summary>
    public static Notices ToError { get; } = new(Console.Error);

    public void Step(string text) => Line(text, new Style(Color.Grey));

    public void Done(string text) => Line(text, new Style(Color.Green));

    public void Warn(string text) => Line(text, new Style(Color.Yellow));

    public void Fail(string text) => Line(text, new Style(Color.Red));

    public void Title(string text) => Line(text, new Style(Color.Aqua));

    /// <summary>Text to copy: as it is, without colour.</summary>
    public void Plain(string text = "") => Line(text, Style.Plain);

    private void Line(string text, Style style)
    {
        try
        {
            lock (gate)
            {
                console.WriteLine(text, style);
            }
        }
        catch (IOException)
        {
            // The terminal has gone; stopping in order matters more than telling.
        }
    }
}
