using AutoCrm.Actors.Silo.Hosting;

var silo = await SiloHost.Build(args, CancellationToken.None);
await silo.RunAsync();
