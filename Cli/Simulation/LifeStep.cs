using System.Buffers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Something that happened in a life, with what it changes in the truth.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Dealership">Who reports it; null for the maker.</param>
/// <param name="Customer">The customer's id.</param>
/// <param name="Vin">The vehicle.</param>
/// <param name="Data">The report.</param>
/// <param name="Effect">What has really changed.</param>
internal sealed record LifeStep(
    DateTimeOffset At, string? Dealership, string? Customer, string? Vin, EventPayload Data, Action<Truth>? Effect)
{
    /// <summary>When the report is sent: most at once, some days later.</summary>
    public DateTimeOffset Sent { get; init; }

    /// <summary>How often the sender repeats it because no answer came.</summary>
    public int Repeats { get; init; }

    public void WriteTo(IBufferWriter<byte> output)
    {
        new MadeEvent
        {
            Source = Dealership is null ? "/maker/erp" : $"/dealers/{Dealership}/dms",
            Time = At,
            Dealership = Dealership,
            Customer = Customer,
            Vin = Vin,
            Data = Data,
        }.WriteTo(output);
        output.Write("\n"u8);
    }
}
