using System.CommandLine;
using System.Globalization;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Cli.Running;
using AutoCrm.Actors.Cli.Tokens;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary><c>autocrm simulate</c>: lives the whole loop and sends it, or checks the system against what really happened.</summary>
internal sealed class SimulateCommand
{
    private const int ShownDifferences = 20;

    // At the usual speed life needs twelve hours for them.
    private static readonly TimeSpan LeftToLive = TimeSpan.FromDays(30);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(7);

    private readonly Option<int> dealerships = Number("--dealerships", 20, 1, 9_999, "How many dealerships");
    private readonly Option<int> customers = Number("--customers", 1_000, 1, 9_999_999, "How many customers (buyers of used cars come on top)");
    private readonly Option<int> seed = Number("--seed", 7, 0, int.MaxValue, "What decides everything: the same seed, the same events");
    private readonly Option<int> years = Number("--years", 8, 1, 12, "How many years of history");
    private readonly Option<int> window = Number("--window", 6, 1, 64, "How many dealerships send at once");
    private readonly Option<int> speed = Number("--speed", 60, 1, 100_000, "How much faster than the clock life goes on after the history, until it has caught up");
    private readonly Option<int?> liveDays = new("--live-days") { Description = "End life after so many days of its own, 1 to 730. Default: at Ctrl-C." };
    private readonly Option<DateTimeOffset?> until = new("--until") { Description = "The day at whose beginning the history ends (UTC), such as 2026-01-31. Default: today with --no-live, otherwise 30 days ago." };
    private readonly Option<bool> noLive = new("--no-live") { Description = "End after the history. Otherwise life goes on at --speed until Ctrl-C." };
    private readonly Option<bool> consistent = new("--no-contradictions") { Description = "Plant no contradictory reports." };
    private readonly Option<string?> dryRun = new("--dry-run") { Description = "Write the events of each dealership as NDJSON into this folder, and send nothing." };
    private readonly Option<string> truth = new("--truth") { Description = "Where to write what really happened until the end of the history.", DefaultValueFactory = _ => "simulation-truth.ndjson" };
    private readonly Option<string?> check = new("--check") { Description = "Send nothing: compare the system that runs here with this truth file. The exit code is 1 if anything differs." };

    private readonly Option<TimeSpan> patience = new("--patience")
    {
        Description = "How long a check waits for the system to catch up: 90s, 5m, 1h. Default: 2m.",
        DefaultValueFactory = _ => TimeSpan.FromMinutes(2),
        CustomParser = result =>
        {
            if (Duration.TryParse(result.Tokens.Single().Value, out var duration))
            {
                return duration;
            }

            result.AddError("--patience must be a duration such as 90s, 5m or 1h.");
            return default;
        },
    };

    private readonly TimeProvider time = TimeProvider.System;

    private SimulateCommand()
    {
    }

    public static Command Create()
    {
        var simulate = new SimulateCommand();
        var command = new Command("simulate", "Lives the loop of sales and service for many customers and sends it to the system that runs here, first a history as fast as it is taken, then at --speed. Repeating it is safe: the same seed makes the same events.")
        {
            simulate.dealerships, simulate.customers, simulate.seed, simulate.years, simulate.until, simulate.speed, simulate.noLive, simulate.liveDays,
            simulate.consistent, simulate.window, simulate.dryRun, simulate.truth, simulate.check, simulate.patience,
        };
        command.SetAction(simulate.Invoke);
        simulate.liveDays.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > SimulationPlan.MostLiveDays)
            {
                result.AddError($"--live-days must be 1 to {SimulationPlan.MostLiveDays}.");
            }
        });
        return command;
    }

    private static Option<int> Number(string name, int standard, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = $"{description}, {least} to {most}. Default: {standard}.", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var number) && number >= least && number <= most))
            {
                result.AddError($"{name} must be {least} to {most}.");
            }
        });
        return option;
    }

    private static ImportTarget TargetFor(string? dealership)
    {
        var local = LocalSystem.Find() ?? throw new OperatorException("no system runs here: start it with ./autocrm up.");
        var subject = dealership is null ? new TokenSubject(TokenSubject.Headquarters) : new TokenSubject(TokenSubject.DealershipRole, dealership);
        return local with { Token = TokenIssuer.Of(Home.FromEnvironment(), TimeProvider.System).Issue(subject, TokenLifetime, personalData: false) };
    }

    private async Task<int> Invoke(ParseResult parsed, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(check) is { } file)
        {
            return await Check(file, parsed.GetValue(patience), output, cancellation);
        }

        var plan = PlanOf(parsed);
        var run = new SimulationRun(plan, parsed.GetValue(window));
        using var written = new TruthFile(parsed.GetRequiredValue(truth));
        if (parsed.GetValue(dryRun) is { } folder)
        {
            Directory.CreateDirectory(folder);
            await run.TellHistory((dealership, steps, token) => SimulationRun.Write(folder, dealership, steps, token), written, () => { }, cancellation);
            return 0;
        }

        using var post = new EventPost(TargetFor, new SendingOptions { Window = parsed.GetValue(window) }, time, _ => { });
        await SendHistory(run, plan, post, written, output, cancellation);
        if (!parsed.GetValue(noLive))
        {
            var end = plan.Until.AddDays(parsed.GetValue(liveDays) ?? SimulationPlan.MostLiveDays);
            await GoOn(new LiveRun(plan, parsed.GetValue(speed), time), end, post, output, cancellation);
        }

        return 0;
    }

    // Whoever stops it has seen enough: that is no failure.
    private static async Task GoOn(LiveRun life, DateTimeOffset until, EventPost post, TextWriter output, CancellationToken cancellation)
    {
        var (accepted, duplicates) = (post.Accepted, post.Duplicates);
        await output.WriteLineAsync("Life goes on, until Ctrl-C.");
        try
        {
            await life.Run(until, post.Send, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Life stopped at {life.Reached:yyyy-MM-dd HH:mm}: {post.Accepted - accepted:#,##0} events accepted, {post.Duplicates - duplicates:#,##0} duplicates."));
    }

    private SimulationPlan PlanOf(ParseResult parsed)
    {
        var standard = parsed.GetValue(noLive) ? time.GetUtcNow() : time.GetUtcNow() - LeftToLive;
        var end = new DateTimeOffset((parsed.GetValue(until) ?? standard).UtcDateTime.Date, TimeSpan.Zero);
        return new SimulationPlan(
            (ulong)parsed.GetValue(seed),
            parsed.GetValue(dealerships),
            parsed.GetValue(customers),
            end.AddYears(-parsed.GetValue(years)),
            end,
            !parsed.GetValue(consistent));
    }

    private async Task SendHistory(SimulationRun run, SimulationPlan plan, EventPost post, TruthFile written, TextWriter output, CancellationToken cancellation)
    {
        var (began, told) = (time.GetTimestamp(), 0);
        await run.TellHistory((_, steps, token) => post.Send(steps, token), written, Done, cancellation);
        written.Flush();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{post.Accepted:#,##0} events accepted, {post.Duplicates:#,##0} duplicates, in {time.GetElapsedTime(began).TotalSeconds:0.0} s."));

        void Done()
        {
            if (Interlocked.Increment(ref told) is var count && count % 20 == 0)
            {
                Notices.ToError.Step($"{count} of {plan.Dealerships} dealerships, {post.Accepted} events");
            }
        }
    }

    private async Task<int> Check(string file, TimeSpan catchUp, TextWriter output, CancellationToken cancellation)
    {
        using var probe = new SiloProbe();
        using var asking = new TruthCheck(TargetFor(null), token => Lag(probe, token), time);
        var began = time.GetTimestamp();
        var differences = await asking.Run(file, catchUp, cancellation);
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        var byField = differences.GroupBy(difference => difference.Field).ToDictionary(group => group.Key, group => group.Count());
        foreach (var (field, count) in asking.Compared.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{field,-26} {count,9} compared {byField.GetValueOrDefault(field),7} differ"));
        }

        foreach (var difference in differences.Take(ShownDifferences))
        {
            await output.WriteLineAsync($"{difference.Subject} {difference.Field}: true {difference.Expected}, actor {difference.Actual}");
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{asking.Subjects:#,##0} subjects compared in {seconds:0.0} s ({asking.Subjects / seconds:#,##0}/s), {differences.Count:#,##0} differences."));
        return differences.Count == 0 ? 0 : 1;
    }

    private static async Task<long?> Lag(SiloProbe probe, CancellationToken cancellation)
    {
        foreach (var silo in new StateFile(Home.FromEnvironment()).Read().Silos)
        {
            if (await probe.Ask(silo, cancellation) is { Lag: { } lag })
            {
                return lag;
            }
        }

        return null;
    }
}
