namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What goes wrong, or is reported wrongly, with the sale of a new car.</summary>
internal enum Mishap
{
    None,

    /// <summary>A recall forbids to hand it over, which somebody does all the same.</summary>
    StopSale,

    /// <summary>Another dealership has sold the same car.</summary>
    DoubleSale,

    /// <summary>Two have reserved it.</summary>
    DoubleReservation,

    /// <summary>It was set aside for another order already, which is called off later.</summary>
    DoubleAllocation,

    /// <summary>It is handed over although it is set aside for another order.</summary>
    AgainstAllocation,

    /// <summary>It was reported stolen from the lot.</summary>
    Stolen,

    /// <summary>The order had been called off.</summary>
    AfterCancellation,

    /// <summary>A second car is handed over for the same order.</summary>
    DeliveredTwice,

    /// <summary>Somebody else is registered as its owner by mistake.</summary>
    FalseOwner,

    /// <summary>The sale is undone. No contradiction.</summary>
    Reversal,
}

internal static class Mishaps
{
    // Of a thousand sales. What needs a car in stock is marked.
    private static readonly (Mishap Mishap, int Share, bool InStock)[] Contradictions =
    [
        (Mishap.StopSale, 8, false), (Mishap.DoubleSale, 6, false), (Mishap.DoubleReservation, 6, true), (Mishap.DoubleAllocation, 6, true),
        (Mishap.AgainstAllocation, 5, true), (Mishap.Stolen, 4, true), (Mishap.AfterCancellation, 5, false), (Mishap.DeliveredTwice, 5, true),
        (Mishap.FalseOwner, 6, false),
    ];

    public static bool NeedsStock(this Mishap mishap) => Contradictions.Any(one => one.Mishap == mishap && one.InStock);

    /// <summary>What happens to a sale: in most cases nothing.</summary>
    public static Mishap Draw(Scene scene)
    {
        var number = scene.Random.Below(1000);
        if (number >= 985)
        {
            return Mishap.Reversal;
        }

        foreach (var (mishap, share, _) in Contradictions)
        {
            if (number < share)
            {
                return scene.Plan.Contradictions ? mishap : Mishap.None;
            }

            number -= share;
        }

        return Mishap.None;
    }
}
