using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Events;

/// <summary>An amount of money. JSON: <c>{"amount":13500,"currency":"USD"}</c>.</summary>
/// <param name="Amount">The amount in the currency's main unit, at most 28 significant digits.</param>
/// <param name="Currency">ISO 4217 code, three upper-case letters.</param>
[GenerateSerializer, Immutable, Alias("autocrm.money")]
public sealed record Money([property: Id(0)] decimal Amount, [property: Id(1), MatchesShape(TextShape.Currency), JsonConverter(typeof(SharedTextConverter))] string Currency);

/// <summary>A distance as it was reported. JSON: <c>{"value":38882,"unit":"mi"}</c>.</summary>
/// <param name="Value">The number, 0 to 9,999,999.</param>
/// <param name="Unit">The unit: <c>km</c> or <c>mi</c>.</param>
[GenerateSerializer, Immutable, Alias("autocrm.distance")]
public sealed record Distance(
    [property: Id(0), InRange(0, 9_999_999)] decimal Value,
    [property: Id(1), MatchesShape(TextShape.DistanceUnit), JsonConverter(typeof(SharedTextConverter))] string Unit)
{
    /// <summary>Kilometres in one international mile, by definition.</summary>
    public const decimal KilometresPerMile = 1.609344m;

    /// <summary>The distance in kilometres; miles are converted exactly.</summary>
    [JsonIgnore]
    public decimal Kilometres => Unit == "mi" ? Value * KilometresPerMile : Value;
}
