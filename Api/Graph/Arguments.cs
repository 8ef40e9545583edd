using System.Text;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using GraphQL;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>Reads arguments: what is malformed or out of bounds is refused with its name and the reason.</summary>
internal static class Arguments
{
    public const int DefaultFirst = 20;
    public const int MaxFirst = 100;

    public static int First(this IResolveFieldContext context) => context.GetArgument<int?>("first") ?? DefaultFirst;

    public static string? After(this IResolveFieldContext context) => context.GetArgument<string?>("after");

    /// <summary>The one key that a cursor of a plain list holds.</summary>
    public static string? AfterKey(this IResolveFieldContext context) => context.After() switch
    {
        null => null,
        { } after when Cursor.TryRead(after, 1, out var key) => key[0],
        _ => throw BadCursor(),
    };

    public static GraphRefusal BadCursor() => new(GraphCodes.BadCursor, "The cursor in 'after' is not one of this list.");

    public static PositionToken? AtLeast(this IResolveFieldContext context) => context.GetArgument<string?>("atLeast") switch
    {
        null => null,
        { } text when PositionToken.TryParse(text, out var token) => token,
        _ => throw new GraphRefusal(GraphCodes.BadPosition, "The position in 'atLeast' is not one that a write or a read answered with."),
    };

    /// <summary>A text that PostgreSQL and the log can hold.</summary>
    public static string? Text(string? value, string name, int maxLength = Subject.MaxIdLength)
    {
        if (value is null)
        {
            return null;
        }

        if (value.Length > maxLength)
        {
            throw Bad(name, $"has {value.Length} characters; at most {maxLength} are allowed");
        }

        return value.Any(char.IsControl) || value.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar)
            ? throw Bad(name, "has control characters or is not well-formed text")
            : value;
    }

    /// <summary>An id of a subject; null for one that no subject can have.</summary>
    public static string? Id(this IResolveFieldContext context, string name) =>
        Text(context.GetArgument<string>(name), name) is { Length: > 0 } id ? id : null;

    /// <summary>A VIN in canonical form; null for what is too short to be one.</summary>
    public static string? VinOf(this IResolveFieldContext context)
    {
        var text = context.GetArgument<string>("vin");
        var problem = Vin.Normalize(text, out var vin);
        return problem switch
        {
            null => vin,
            _ when text.Length < Vin.MinSerialLength && text.All(char.IsAsciiLetterOrDigit) => null,
            _ => throw Bad("vin", problem),
        };
    }

    /// <summary>A dealership to filter by. Filtering by another one would tell who else knows a customer or a car.</summary>
    public static string? VisibleDealership(string? code, IResolveFieldContext context, string name = "filter.dealership") =>
        code is null || context.Caller().MayActFor(code)
            ? Text(code, name)
            : throw new GraphRefusal(GraphCodes.Forbidden, "The token's role may not filter by this dealership.");

    public static GraphRefusal Bad(string name, string problem) => new(GraphCodes.BadInput, $"The argument '{name}' {problem}.");
}
