using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>One interaction with a customer, of any channel. What was said stands in the timeline alone.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Direction">Who began it.</param>
/// <param name="Subject">What it was about.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Advisor">Who of the dealership took part.</param>
/// <param name="Dealership">The dealership; null for headquarters.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-interaction")]
public sealed record CustomerInteraction(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] ContactChannel Channel,
    [property: Id(2)] InteractionDirection Direction,
    [property: Id(3)] string? Subject,
    [property: Id(4)] string? Outcome,
    [property: Id(5)] string? Advisor,
    [property: Id(6)] string? Dealership);

/// <summary>What a customer last said about one purpose and one channel.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Channel">The channel; null for every channel.</param>
/// <param name="Given">Whether the customer agreed.</param>
/// <param name="By">The event that reported it.</param>
/// <param name="Source">Where it was obtained or taken back.</param>
/// <param name="TextVersion">The version of the text.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-consent")]
public sealed record CustomerConsent(
    [property: Id(0)] ConsentPurpose Purpose,
    [property: Id(1)] ContactChannel? Channel,
    [property: Id(2)] bool Given,
    [property: Id(3)] EventStamp By,
    [property: Id(4)] string? Source,
    [property: Id(5)] string? TextVersion);

/// <summary>What a customer has agreed to. Pure.</summary>
public static class Consents
{
    private static readonly ContactChannel[] Channels = Enum.GetValues<ContactChannel>();

    /// <summary>Whether a customer may be addressed: the latest of what was said about the channel and about every channel decides.</summary>
    /// <param name="consents">What the customer said.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="channel">By which channel.</param>
    /// <returns>True only after an explicit consent.</returns>
    public static bool Allow(this ImmutableArray<CustomerConsent> consents, ConsentPurpose purpose, ContactChannel channel)
    {
        CustomerConsent? latest = null;
        foreach (var said in consents)
        {
            if (said.Purpose == purpose && (said.Channel is null || said.Channel == channel) && said.By.CompareTo(latest?.By) > 0)
            {
                latest = said;
            }
        }

        return latest is { Given: true };
    }

    /// <summary>The channel by which a customer may be addressed: the preferred one if it is allowed, else the first that is.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="purpose">What for.</param>
    /// <returns>The channel; null if none is allowed.</returns>
    public static ContactChannel? ChannelFor(this Customer customer, ConsentPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (customer.Profile.PreferredChannel?.Value is { } preferred && customer.Consents.Allow(purpose, preferred))
        {
            return preferred;
        }

        foreach (var channel in Channels)
        {
            if (customer.Consents.Allow(purpose, channel))
            {
                return channel;
            }
        }

        return null;
    }
}
