using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import.Documents;
using AutoCrm.Actors.Cli.Import.Maps;
using AutoCrm.Actors.Cli.Import.Star;
using Spectre.Console;

namespace AutoCrm.Actors.Cli.Import;

/// <summary><c>autocrm import</c>: sends the rows of a CSV file, or what stands in documents, as events.</summary>
internal sealed class ImportCommand
{
    private const string Csv = "csv";
    private const string Adf = "adf";
    private const string Star = "star";
    private const string UrlVariable = "AUTOCRM_URL";
    private const string TokenVariable = "AUTOCRM_TOKEN";
    private static readonly SendingOptions Defaults = new();

    private readonly Argument<string> file = new("FILE") { Description = "The CSV file; for the other formats a document, or a folder of them." };
    private readonly Option<string?> map = new("--map")
    {
        Description = $"How the rows of a CSV file become events: {string.Join(", ", ShippedMaps.Names)}, or the path of a map of your own.",
    };

    private readonly Option<string> format = new("--format")
    {
        Description = "csv (the default), adf (leads in ADF/XML) or star (repair orders and appointments in STAR's JSON).",
        DefaultValueFactory = _ => Csv,
    };

    private readonly Option<string?> dealership = new("--dealership") { Description = "The code of the dealership that the documents are of. Default: what each of them says." };
    private readonly Option<TimeSpan> offset = new("--offset")
    {
        Description = "The offset from UTC of dates in leads that have none, such as -05:00. Default: +00:00.",
        CustomParser = ParseOffset,
    };

    private readonly Option<Uri?> url = new("--url")
    {
        Description = $"The system's address. Default: {UrlVariable}, or the system that runs here.",
        CustomParser = ParseUrl,
    };

    private readonly Option<string?> token = new("--token") { Description = $"A token that may send events. Default: {TokenVariable}, or one of the system that runs here." };
    private readonly Option<bool> json = new("--json") { Description = "Print the summary as one JSON object." };
    private readonly Option<bool?> gzip = new("--gzip") { Description = "Compress requests. Default: unless the system is on this machine." };
    private readonly Option<int> batch = Number("--batch", Defaults.EventsPerRequest, 1, 1000, "Events in a request");
    private readonly Option<int> window = Number("--window", Defaults.Window, 1, 64, "Requests under way at once");
    private readonly Option<TimeSpan> giveUpAfter = new("--give-up-after")
    {
        Description = "How long to repeat a request while the system is overloaded or away: 90s, 5m, 1h. Default: 5m.",
        DefaultValueFactory = _ => Defaults.GiveUpAfter,
        CustomParser = ParseDuration,
    };

    private readonly Func<ImportTarget?> findLocal;
    private readonly TimeProvider time;

    private ImportCommand(Func<ImportTarget?> findLocal, TimeProvider time)
    {
        this.findLocal = findLocal;
        this.time = time;
    }

    public static Command Create() => Create(LocalSystem.Find, TimeProvider.System);

    internal static Command Create(Func<ImportTarget?> findLocal, TimeProvider time)
    {
        var import = new ImportCommand(findLocal, time);
        var command = new Command("import", "Sends the rows of a CSV file, or what stands in documents, as events. Repeating it is safe: nothing is taken in twice.")
        {
            import.file, import.format, import.map, import.dealership, import.offset, import.url, import.token, import.json,
            import.gzip, import.batch, import.window, import.giveUpAfter,
        };
        import.format.AcceptOnlyFromAmong(Csv, Adf, Star);
        command.Validators.Add(import.Validate);
        command.SetAction(import.Invoke);
        return command;
    }

    private static Option<int> Number(string name, int standard, int least, int most, string description)
    {
        return new Option<int>(name)
        {
            Description = $"{description}, {least} to {most}. Default: {standard}.",
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens.Single().Value, out var number) && number >= least && number <= most)
                {
                    return number;
                }

                result.AddError($"{name} must be {least} to {most}.");
                return standard;
            },
        };
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var address = ReadUrl(result.Tokens.Single().Value);
        if (address is null)
        {
            result.AddError("--url must be an address such as http://127.0.0.1:5080.");
        }

        return address;
    }

    private static Uri? ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static TimeSpan ParseDuration(ArgumentResult result)
    {
        if (Duration.TryParse(result.Tokens.Single().Value, out var duration))
        {
            return duration;
        }

        result.AddError("--give-up-after must be a duration such as 90s, 5m or 1h.");
        return default;
    }

    private static TimeSpan ParseOffset(ArgumentResult result)
    {
        try
        {
            return TimeFormat.ReadOffset(result.Tokens.Single().Value, "--offset");
        }
        catch (MapException wrong)
        {
            result.AddError(wrong.Message);
            return default;
        }
    }

    private void Validate(CommandResult result)
    {
        var isCsv = (result.GetValue(format) ?? Csv) == Csv;
        if (isCsv == (result.GetValue(map) is null))
        {
            result.AddError(isCsv ? "--map is needed: it says how the rows become events." : "--map is for CSV files alone.");
        }

        if (isCsv && result.GetValue(dealership) is not null)
        {
            result.AddError("--dealership is for documents; the map of a CSV file names it.");
        }
    }

    private async Task<int> Invoke(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            using var run = ImportRun.Open(RequestOf(parsed), time);
            var asJson = parsed.GetValue(json);
            var summary = await Show(run, output, error, asJson, cancellation);
            Print(summary, output, error, asJson);
            return ExitCodeOf(summary);
        }
        catch (MapException wrong)
        {
            await error.WriteLineAsync($"Nothing was sent: {wrong.Message}");
            return ImportExitCodes.Unusable;
        }
    }

    private ImportRequest RequestOf(ParseResult parsed)
    {
        var sending = new SendingOptions
        {
            Window = parsed.GetValue(window),
            EventsPerRequest = parsed.GetValue(batch),
            GiveUpAfter = parsed.GetValue(giveUpAfter),
            Gzip = parsed.GetValue(gzip),
        };
        return new ImportRequest(parsed.GetRequiredValue(file), () => OpenSource(parsed), FindTarget(parsed), sending);
    }

    private IImportSource OpenSource(ParseResult parsed)
    {
        var input = parsed.GetRequiredValue(file);
        var ofDealership = parsed.GetValue(dealership);
        return parsed.GetValue(format) switch
        {
            Adf => DocumentSource.Open(input, new AdfFormat(ofDealership, parsed.GetValue(offset)), time),
            Star => DocumentSource.Open(input, new StarFormat(ofDealership), time),
            _ => CsvSource.Open(input, parsed.GetValue(map)!),
        };
    }

    private ImportTarget FindTarget(ParseResult parsed)
    {
        var givenUrl = parsed.GetValue(url);
        if (givenUrl is null && Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } text)
        {
            givenUrl = ReadUrl(text) ?? throw new MapException($"{UrlVariable} must be an address such as http://127.0.0.1:5080.");
        }

        var givenToken = parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable);
        if (givenUrl is not null && givenToken is { Length: > 0 })
        {
            return new ImportTarget(givenUrl, givenToken);
        }

        var local = findLocal();
        if (givenUrl is not null && local?.Url.Authority != givenUrl.Authority)
        {
            throw new MapException($"{givenUrl} is not the system that runs here, so --token or {TokenVariable} is needed.");
        }

        return local is null
            ? throw new MapException("no system runs here: start it with ./autocrm up, or name one with --url and --token.")
            : new ImportTarget(givenUrl ?? local.Url, givenToken is { Length: > 0 } ? givenToken : local.Token);
    }

    private async Task<ImportSummary> Show(ImportRun run, TextWriter output, TextWriter error, bool asJson, CancellationToken cancellation)
    {
        if (asJson || Console.IsOutputRedirected || !ReferenceEquals(output, Console.Out))
        {
            return await run.Run(new LineProgress(error, time), cancellation);
        }

        ImportSummary? summary = null;
        await BarProgress.Show(AnsiConsole.Console, time, async progress => summary = await run.Run(progress, cancellation));
        return summary!;
    }

    private static void Print(ImportSummary summary, TextWriter output, TextWriter error, bool asJson)
    {
        if (!asJson)
        {
            ImportReport.Write(summary, output);
            return;
        }

        output.WriteLine(JsonSerializer.Serialize(summary, ImportJson.Default.ImportSummary));
        if (summary.Reason is not null)
        {
            error.WriteLine(summary.Reason);
        }
    }

    private static int ExitCodeOf(ImportSummary summary) => summary.Outcome switch
    {
        ImportOutcome.Complete when summary.RowsRejected == 0 => ImportExitCodes.Complete,
        ImportOutcome.Complete => ImportExitCodes.SomeRejected,
        ImportOutcome.Interrupted => ImportExitCodes.Interrupted,
        _ => ImportExitCodes.Stopped,
    };
}

/// <summary>What the command's exit codes mean.</summary>
internal static class ImportExitCodes
{
    /// <summary>Every row was taken in.</summary>
    public const int Complete = 0;

    /// <summary>The file was read to its end, and some rows were rejected.</summary>
    public const int SomeRejected = 1;

    /// <summary>Wrong usage, map or file: nothing was sent.</summary>
    public const int Unusable = 2;

    /// <summary>Stopped before the end of the file: given up, refused, or the file cannot be read on.</summary>
    public const int Stopped = 4;

    /// <summary>Interrupted by a signal.</summary>
    public const int Interrupted = 130;
}
