using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Tokens;

/// <summary><c>autocrm token</c>: prints an access token, and nothing else, on standard output.</summary>
internal static class TokenCommand
{
    private const int WrongUsage = 2;
    private const int MaxCodeLength = 64;
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(366);

    public static Command Create()
    {
        var role = new Option<string>("--role") { Description = "Who the token is for: hq, dealership or subscriber.", Required = true };
        role.AcceptOnlyFromAmong(TokenSubject.Headquarters, TokenSubject.DealershipRole, TokenSubject.Subscriber);
        var dealership = new Option<string?>("--dealership") { Description = "The dealership's code, for the role dealership." };
        var lifetime = new Option<TimeSpan>("--ttl")
        {
            Description = "How long it is valid: 30m, 12h, 7d. Default: 12h.",
            CustomParser = ParseLifetime,
            DefaultValueFactory = _ => TokenIssuer.DefaultLifetime,
        };
        var noPii = new Option<bool>("--no-pii") { Description = "Leave out the permission to read personal data." };
        var command = new Command("token", "Prints an access token.") { role, dealership, lifetime, noPii };
        command.SetAction(parsed => Print(
            new TokenSubject(parsed.GetRequiredValue(role), parsed.GetValue(dealership)),
            parsed.GetValue(lifetime),
            !parsed.GetValue(noPii)));
        return command;
    }

    /// <summary>Reads a time such as 90s, 30m, 12h or 7d, up to a year.</summary>
    public static TimeSpan? LifetimeOf(string text)
    {
        var digits = text.AsSpan(0, Math.Max(text.Length - 1, 0));
        var seconds = text.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0L };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count * seconds is > 0 and var total && total <= (long)MaxLifetime.TotalSeconds
                ? TimeSpan.FromSeconds(total)
                : null;
    }

    private static TimeSpan ParseLifetime(ArgumentResult result)
    {
        if (LifetimeOf(result.Tokens[0].Value) is { } lifetime)
        {
            return lifetime;
        }

        result.AddError("--ttl is a whole number and a unit (30m, 12h, 7d), at most 366d.");
        return default;
    }

    private static int Print(TokenSubject subject, TimeSpan lifetime, bool personalData)
    {
        if (subject.Role == TokenSubject.DealershipRole && string.IsNullOrWhiteSpace(subject.Dealership))
        {
            throw new OperatorException("--role dealership needs --dealership CODE, for example --dealership D01.", WrongUsage);
        }

        if (subject.Role != TokenSubject.DealershipRole && subject.Dealership is not null)
        {
            throw new OperatorException($"--dealership belongs to --role dealership, not to --role {subject.Role}.", WrongUsage);
        }

        if (subject.Dealership?.Length > MaxCodeLength)
        {
            throw new OperatorException($"A dealership's code has at most {MaxCodeLength} characters.", WrongUsage);
        }

        var home = Home.FromEnvironment();
        home.Create();
        Console.Out.WriteLine(TokenIssuer.Of(home, TimeProvider.System).Issue(subject, lifetime, personalData));
        return 0;
    }
}
