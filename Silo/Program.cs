using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Rebuilding;

if (args is [RebuildRun.Argument, ..])
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stop.Cancel();
    };
    return await RebuildRun.AsProgram(stop.Token);
}

var silo = await SiloHost.Build(args, CancellationToken.None);
await silo.RunAsync();
return Environment.ExitCode;
