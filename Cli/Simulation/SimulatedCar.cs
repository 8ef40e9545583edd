using System.Globalization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>A car and how it is driven.</summary>
internal sealed record SimulatedCar(string Vin, string Model, DateTimeOffset Delivered, int KmPerDay)
{
    /// <summary>Whether two customers say that it is theirs, so that nobody drives it.</summary>
    public bool IsDisputed { get; init; }

    /// <summary>A stop of the sale that it was delivered under.</summary>
    public string? OpenRecall { get; init; }

    /// <summary>When the customer has to give it back; null if it is bought.</summary>
    public DateTimeOffset? LeaseEnds { get; init; }

    public bool IsLeased => LeaseEnds is not null;

    public Distance OdometerAt(DateTimeOffset at) => new(12 + (int)Math.Max(0, (at - Delivered).TotalDays * KmPerDay), "km");
}

/// <summary>Models, prices and numbers of cars.</summary>
internal static class CarMaking
{
    public const string Make = "Aurora";
    private const string Symbols = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
    private const string Years = "ABCDEFGHJKLMNPRSTVWXY123456789";
    private static readonly (string Name, int Price)[] Models = [("Polar", 21_900), ("Polar", 21_900), ("Corona", 31_400), ("Corona", 31_400), ("Corona", 31_400), ("Zenith", 46_800)];

    public static string ModelFor(SeededRandom random) => random.Pick<(string Name, int Price)>(Models).Name;

    public static Money PriceOf(string model) => new(Models.First(one => one.Name == model).Price, "USD");

    /// <summary>A VIN with its check digit; no two cars of a run have the same.</summary>
    public static string VinOf(Scene scene, string model, int year)
    {
        var vin = VinOf(scene, model, year, scene.Steps.Count % 32);
        while (scene.Steps.Exists(step => step.Vin == vin))
        {
            vin = VinOf(scene, model, year, scene.Random.Below(32));
        }

        return vin;
    }

    private static string VinOf(Scene scene, string model, int year, int number)
    {
        var serial = (scene.Number * 32L) + number;
        var text = new char[6];
        for (var n = 5; n >= 0; n--, serial /= Symbols.Length)
        {
            text[n] = Symbols[(int)(serial % Symbols.Length)];
        }

        var run = (scene.Plan.Seed % 33, scene.Plan.Seed / 33 % 33);
        var start = string.Create(CultureInfo.InvariantCulture, $"1AU{model[0]}{Symbols[(int)run.Item1]}{Symbols[(int)run.Item2]}A1");
        var end = $"{Years[(year - 2010) % Years.Length]}P{new string(text)}";
        return start + Actors.Vehicles.Vin.CheckDigit($"{start}0{end}") + end;
    }
}
