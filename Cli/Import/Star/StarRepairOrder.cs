using System.Collections.Immutable;
using AutoCrm.Actors.Cli.Import.Maps;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Cli.Import.Star;

/// <summary>What a STAR repair order says has happened.</summary>
internal static class StarRepairOrder
{
    public static bool Is(StarNode node) =>
        node.Has("repair_order_id") || node.Has("repair_order_number") || node.Has("repair_order_key") || node.Has("repair_order_references")
        || node.Has("repair_order_reference_id");

    public static RowProblem? Read(StarNode node, StarEvents events)
    {
        var number = node.Text(
            100, "repair_order_id", "repair_order_number", "repair_order_key", "repair_order_reference_id",
            "repair_order_references.repair_order_reference_id", "repair_order_references.repair_order_key");
        if (number is null)
        {
            return new RowProblem("required", "repair_order_id", "has no repair order number");
        }

        var status = node.Code("repair_order_status_type", "repair_order_status", "repair_status_type", "repair_order_references.repair_order_status_type");
        var currency = node.Text(3, "locale.currency_code", "currency_code", "repair_financial_summary.currency_code");
        var lines = StarLine.Of(node, currency);
        AddCheckIn(node, number, events);
        AddEstimate(node, number, status, currency, lines, events);
        AddDeclined(node, number, status, lines, events);
        AddCompletion(node, number, status, currency, lines, events);
        return events.All.IsEmpty
            ? new RowProblem("unsupported", string.Empty, "says nothing that has happened: no opening, estimate, declined work or completion")
            : null;
    }

    private static void AddCheckIn(StarNode node, string number, StarEvents events)
    {
        var opened = node.Time(
            "repair_order_duration.start_date_time", "repair_order_opened_date", "opened_date_time", "repair_order_references.repair_order_opened_date");
        if (opened is null || opened > events.WrittenAt)
        {
            return;
        }

        events.Add(opened, new VehicleCheckedIn
        {
            RepairOrder = number,
            AppointmentId = node.Text(100, "appointment_references.identifiers.value", "appointment_references.appointment_reference_key", "service_appointment_key"),
            Odometer = Odometer(node),
            Advisor = node.Text(100, "dealer_workshop_details.assigned_service_advisor.party_key", "advisor_id"),
            Promised = node.Time("promise_complete_date", "promised_date_time") ?? Later(CompletedAt(node), events.WrittenAt),
            Complaint = node.Words(2000, "service_requests.vehicle_symptom_category"),
        });
    }

    private static void AddEstimate(StarNode node, string number, string? status, string? currency, ImmutableArray<StarLine> lines, StarEvents events)
    {
        var pending = lines.Where(line => line.IsPending).ToImmutableArray();
        var total = node.Money(
            currency, "repair_financial_summary.estimated_grand_total_amount", "estimated_grand_total_amount")
            ?? (pending.IsEmpty ? null : node.Money(currency, "total_assessment.grand_total") ?? StarLine.Sum(pending));
        if (total is not null && !IsCompleted(node, status, events))
        {
            events.Add(null, new EstimateGiven { RepairOrder = number, Amount = total, Lines = StarLine.Written(lines.Where(line => !line.IsDeclined)) });
        }
    }

    private static void AddDeclined(StarNode node, string number, string? status, ImmutableArray<StarLine> lines, StarEvents events)
    {
        foreach (var line in lines.Where(line => line.IsDeclined))
        {
            events.Add(line.DecidedAt, new WorkDeclined { RepairOrder = number, Line = line.Operation, Reason = line.Reason, Amount = line.Amount });
        }

        if (status == "DECLINED")
        {
            var denial = node.Items("narratives").FirstOrDefault(narrative => narrative.Code("narrative_type") == "DENIAL");
            events.Add(denial.Time("event_date_time"), new EstimateDeclined { RepairOrder = number, Reason = denial.Words(200, "narrative_code") });
        }
    }

    private static void AddCompletion(StarNode node, string number, string? status, string? currency, ImmutableArray<StarLine> lines, StarEvents events)
    {
        if (!IsCompleted(node, status, events))
        {
            return;
        }

        var done = lines.Where(line => !line.IsDeclined).ToImmutableArray();
        var total = node.Money(currency, "repair_financial_summary.actual_grand_total_amount", "actual_grand_total_amount", "total_assessment.grand_total");
        events.Add(CompletedAt(node), new ServiceCompleted
        {
            RepairOrder = number,
            Odometer = Odometer(node),
            Amount = total ?? StarLine.Sum(done),
            Lines = StarLine.Written(done),
            Maintenance = done.Any(line => line.IsMaintenance) ? true : null,
        });
        if (status == "CLOSED")
        {
            events.Add(node.Time("repair_order_closed_date", "closed_date_time") ?? CompletedAt(node), new RepairOrderClosed
            {
                RepairOrder = number,
                Paid = node.Money(currency, "repair_financial_summary.paid_amount", "paid_amount"),
                OdometerOut = node.Distance("odometer_out"),
            });
        }
    }

    // A completion that lies behind the writing of the document is a promise.
    private static bool IsCompleted(StarNode node, string? status, StarEvents events) =>
        status is "COMPLETED" or "COMPLETE" or "CLOSED" or "INVOICED" or "FINALIZED" || CompletedAt(node) <= events.WrittenAt;

    private static DateTimeOffset? CompletedAt(StarNode node) =>
        node.Time("repair_order_duration.complete_date_time", "repair_order_completed_date", "completed_date_time");

    private static DateTimeOffset? Later(DateTimeOffset? time, DateTimeOffset than) => time > than ? time : null;

    private static Distance? Odometer(StarNode node) => node.Distance("vehicle_identifier.odometer", "vehicle.odometer", "odometer");
}
