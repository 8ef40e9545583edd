using System.Collections.Immutable;
using AutoCrm.Actors.Cli.Import.Maps;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Cli.Import.Star;

/// <summary>What a STAR appointment says has happened.</summary>
internal static class StarAppointment
{
    private enum Standing
    {
        Booked,
        Confirmed,
        Cancelled,
        NoShow,
    }

    public static bool Is(StarNode node) =>
        node.Has("appointment_id") || node.Has("service_appointment_id") || node.Has("service_appointment_key") || node.Has("scheduled_start");

    public static RowProblem? Read(StarNode node, StarEvents events)
    {
        var number = node.Text(100, "appointment_id", "service_appointment_id", "service_appointment_key");
        if (number is null)
        {
            return new RowProblem("required", "appointment_id", "has no appointment number: it asks for an appointment, or for another time of one that it does not name");
        }

        var period = node.Time("scheduled_start", "appointment_period.start_date_time", "time_slots.start_time");
        var at = period ?? node.Time("occurrence_date_time");
        if (at is null)
        {
            return new RowProblem("required", "scheduled_start", "does not say when the vehicle is expected");
        }

        if (StandingOf(node.Code("appointment_status", "appointment_status_type")) is not { } standing)
        {
            return new RowProblem("format", "appointment_status", "is no status of an appointment that STAR names");
        }

        var versions = node.Items("versions").ToImmutableArray();
        var first = versions.Select(version => version.Time("version_updated_date_time")).FirstOrDefault(time => time is not null);
        // Without a period of its own, what is called the occurrence is the appointment's time and not that of the report.
        var said = period is null ? null : node.Time("occurrence_date_time");
        events.Add(first ?? said, Booked(node, number, at.Value));
        AddChanges(events, versions, number, at.Value);
        AddStanding(events, standing, said, number, node);
        return null;
    }

    private static ServiceBooked Booked(StarNode node, string number, DateTimeOffset at) => new()
    {
        AppointmentId = number,
        At = at,
        Work = WorkOf(node),
        Channel = ChannelOf(node.Code("appointment_channel_type")),
        Advisor = node.Text(100, "advisor_id"),
    };

    private static void AddChanges(StarEvents events, ImmutableArray<StarNode> versions, string number, DateTimeOffset at)
    {
        foreach (var version in versions.Skip(1))
        {
            if (version.Code("change_reason")?.Contains("RESCHEDULE", StringComparison.Ordinal) == true)
            {
                events.Add(version.Time("version_updated_date_time"), new ServiceRescheduled
                {
                    AppointmentId = number,
                    At = at,
                    Reason = version.Words(200, "change_reason"),
                });
            }
        }
    }

    private static void AddStanding(StarEvents events, Standing standing, DateTimeOffset? said, string number, StarNode node)
    {
        EventPayload? became = standing switch
        {
            Standing.Confirmed => new ServiceConfirmed { AppointmentId = number },
            Standing.Cancelled => new ServiceCancelled { AppointmentId = number, Reason = node.Words(200, "cancellation_reason_code", "cancel_reason_code") },
            Standing.NoShow => new ServiceNoShow { AppointmentId = number },
            _ => null,
        };
        if (became is not null)
        {
            events.Add(said, became);
        }
    }

    // Codes alone: what people wrote is full of personal data, which the event's work must not have.
    private static ImmutableArray<string> WorkOf(StarNode node) =>
    [
        .. node.Items("appointment_types").Select(type => new StarNode(type.Json))
            .Select(Word)
            .Concat(node.Items("service_requests").Select(request => request.Words(200, "vehicle_symptom_category", "service_type")))
            .Append(node.Words(200, "appointment_type"))
            .Where(word => word is not null)
            .Select(word => word!)
            .Distinct()
            .Take(100),
    ];

    private static string? Word(StarNode node) =>
        node.Json.ValueKind == System.Text.Json.JsonValueKind.String ? node.Json.GetString()!.Replace('_', ' ').ToLowerInvariant() : null;

    private static Standing? StandingOf(string? status) => status switch
    {
        null or "INITIATED" or "WAIT_LISTED" or "REQUESTED" or "TENTATIVE" or "CONFIRMATION_PENDING" or "SCHEDULED" or "BOOKED" => Standing.Booked,
        "CONFIRMED" or "CHECK_IN_PENDING" or "READY" or "ARRIVED" or "CHECKED_IN" or "IN_PROGRESS" or "ON_HOLD"
            or "PARTIALLY_FULFILLED" or "FULFILLED" or "CLOSED" => Standing.Confirmed,
        "CANCELLED" or "CANCELED" or "DECLINED" or "REJECTED" or "FAILED" => Standing.Cancelled,
        "NO_SHOW" or "NO_SHOW_CONFIRMED" or "EXPIRED" => Standing.NoShow,
        _ => null,
    };

    private static ContactChannel? ChannelOf(string? channel) => channel switch
    {
        "MOBILE_APP" or "APP" => ContactChannel.App,
        "IN_STORE" or "CUSTOMER_ON_SITE" or "WALK_IN" or "ON_SITE" => ContactChannel.Visit,
        "PHONE" or "INBOUND_PHONE" or "CALL_CENTER" or "VOICE" => ContactChannel.Phone,
        "EMAIL" => ContactChannel.Email,
        "SMS" or "TEXT" => ContactChannel.Sms,
        "CHAT" => ContactChannel.Chat,
        "WEB" or "WEBSITE" or "DEALER_PORTAL" or "CONSUMER_PORTAL" or "CUSTOMER_PORTAL" or "OEM_API_SYNC" => ContactChannel.Web,
        _ => null,
    };
}
