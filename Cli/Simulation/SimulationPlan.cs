using System.Globalization;
using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What is simulated: it decides every byte.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Dealerships">How many dealerships, 1 to 9,999.</param>
/// <param name="Customers">How many lives, 1 to 9,999,999; buyers of a car that was sold twice come on top.</param>
/// <param name="Start">When the first customer may come.</param>
/// <param name="Until">The end of the history.</param>
/// <param name="Contradictions">Whether contradictory reports are planted.</param>
internal sealed record SimulationPlan(
    ulong Seed, int Dealerships, int Customers, DateTimeOffset Start, DateTimeOffset Until, bool Contradictions = true)
{
    /// <summary>As many days of life can be sent live.</summary>
    public const int MostLiveDays = 730;

    /// <summary>Lives are told so many days longer than the history.</summary>
    public int DaysAfter { get; init; } = MostLiveDays;

    /// <summary>The end of all lives.</summary>
    public DateTimeOffset Horizon => Until.AddDays(DaysAfter);

    public static string CodeOf(int dealership) => string.Create(CultureInfo.InvariantCulture, $"D{dealership + 1:0000}");

    /// <summary>The one place where a customer's number becomes the id that the system knows the customer by: some deal with several dealerships.</summary>
    public string CustomerIdOf(int life, string suffix = "") =>
        CustomerIds.Of("simulated", string.Create(CultureInfo.InvariantCulture, $"S{Seed}-{life + 1:0000000}{suffix}"));

    public int HomeOf(int life) => life % Dealerships;

    /// <summary>The lives of one dealership's customers.</summary>
    public IEnumerable<Life> LivesOf(int dealership)
    {
        for (var life = dealership; life < Customers; life += Dealerships)
        {
            yield return Life.Tell(this, life);
        }
    }
}
