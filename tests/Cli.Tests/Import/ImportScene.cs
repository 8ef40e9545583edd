using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Tests.Import;

/// <summary>A folder with a map and a file, and a server that takes the file in.</summary>
internal sealed class ImportScene : IAsyncDisposable, IImportProgress
{
    private const string Map =
        """
        {
          "map": "test",
          "columns": { "at": { "repair": ["trim"], "time": { "format": "yyyy-MM-dd", "offset": "+00:00" } } },
          "events": [{
            "type": "test.row", "source": "/test", "id": "row", "time": "at", "when": "n",
            "data": { "price": { "number": "{n}" }, "text": "{t}" }
          }]
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autocrm-import-");

    public ImportScene()
    {
        File = System.IO.Path.Combine(folder.FullName, "in.csv");
        MapFile = System.IO.Path.Combine(folder.FullName, "test.map.json");
        System.IO.File.WriteAllText(MapFile, Map);
        Target = Intake.Target;
    }

    public TestIntake Intake { get; } = new();

    public ImportTarget Target { get; set; }

    public SendingOptions Sending { get; set; } = new();

    public string File { get; set; }

    public string MapFile { get; set; }

    public string RejectedFile => File + InputFiles.RejectedExtension;

    public Action<ImportTally> OnProgress { get; set; } = _ => { };

    public Action<string?> OnWaiting { get; set; } = _ => { };

    public static string Rows(int count, int first = 1) =>
        string.Concat(Enumerable.Range(first, count).Select(n => $"2026-01-01,{n},row {n}\n"));

    public void Write(string rows, string header = "at,n,t\n") => System.IO.File.WriteAllText(File, header + rows);

    public async Task<ImportSummary> Import(CancellationToken cancellation)
    {
        using var run = ImportRun.Open(new ImportRequest(File, () => CsvSource.Open(File, MapFile), Target, Sending), TimeProvider.System);
        return await run.Run(this, cancellation);
    }

    public void Report(ImportTally tally, long bytes, long? totalBytes) => OnProgress(tally);

    public void Waiting(string? reason) => OnWaiting(reason);

    public async ValueTask DisposeAsync()
    {
        await Intake.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
