namespace AutoCrm.Actors.Cli.Tests.Import.Star;

/// <summary>Repair orders and appointments in the vocabulary of STAR's service domain; made up for this project.</summary>
internal static class StarDocuments
{
    public const string Vin = "WAUZZZ8V5KA000123";

    public const string ConfirmedAppointment =
        $$"""
        {
          "appointment_id": "A-1", "dealer_id": "D07", "appointment_type": "SERVICE", "appointment_status": "CONFIRMED",
          "scheduled_start": "2026-04-10T09:00:00+02:00", "advisor_id": "ADV-3",
          "customer": { "identifier": { "value": "4711", "system": "DMS" }, "name": { "first_name": "Rosa", "last_name": "Kim" } },
          "vehicle": { "vin": "{{Vin}}", "make": "Audi", "model": "A3" }
        }
        """;

    public const string RescheduledAppointment =
        $$"""
        {
          "service_appointment_key": "K-2", "service_appointment_id": "A-2", "appointment_status_type": "SCHEDULED",
          "appointment_channel_type": "MOBILE_APP", "occurrence_date_time": "2026-04-12T14:00:00Z",
          "versions": [
            { "version_updated_date_time": "2026-04-01T10:00:00Z", "change_reason": "INITIAL_BOOKING" },
            { "version_updated_date_time": "2026-04-02T11:00:00Z", "change_reason": "CUSTOMER_REQUESTED_RESCHEDULE" },
            { "version_updated_date_time": "2026-04-03T12:00:00Z", "change_reason": "ATTACHED_CAMPAIGN" }
          ],
          "vehicle_asset": { "vehicle_reference": { "vin": "{{Vin}}" } },
          "dealer_references": [ { "dealer_id": "D07" } ],
          "service_requests": [ { "service_type": "REPAIR", "vehicle_symptom_category": "BRAKE_NOISE", "complaint_text": [ { "narrative_desc": "Mrs Kim says it squeals." } ] } ]
        }
        """;

    public const string PeriodAppointment =
        $$"""
        {
          "service_appointment_id": "A-3", "appointment_status_type": "NO_SHOW", "occurrence_date_time": "2026-04-01T08:00:00Z",
          "appointment_types": ["SCHEDULED_SERVICE", "RECALL"],
          "appointment_period": { "start_date_time": "2026-04-02T13:00:00Z", "complete_date_time": "2026-04-02T15:00:00Z" },
          "customers": [ { "customer_id": "4712", "party_references": [ { "party_name": "Bo Berg" } ] } ],
          "vehicle": { "vin": "{{Vin}}" }
        }
        """;

    public const string CompletedOrder =
        $$"""
        {
          "repair_order_id": "RO-9", "repair_order_key": "k-9", "service_dealer_name": "Autohaus Nord",
          "locale": { "currency_code": "EUR" },
          "appointment_references": [ { "appointment_reference_key": "K-2", "identifiers": [ { "context": "dms_appointment_id", "value": "A-2" } ] } ],
          "repair_order_duration": { "start_date_time": "2026-04-12T14:05:00Z", "complete_date_time": "2026-04-12T17:30:00Z" },
          "vehicle_identifier": { "vin": "{{Vin}}", "odometer": { "value": "45210", "uom": "KILOMETERS" } },
          "labor_operations": [
            {
              "labor_operation_id": "L1", "name": "Oil service", "labor_operation_type": "MAINTENANCE", "labor_operation_status": "COMPLETED",
              "pay_type": "CUSTOMER_PAY", "amount": { "value": "189.90", "currency_code": "EUR" },
              "bill_of_material_references": [ { "context": "Oil filter", "identifier": { "value": "06L115562B", "identifier_type": "PART_NUMBER" } } ],
              "staff_assignments": [ { "role_types": ["PRIMARY_TECHNICIAN"], "identifier": { "value": "T-1", "detail": "Alex Roth" } } ]
            },
            { "labor_operation_id": "L2", "labor_operation_description": "Recall update", "pay_type": "OEM", "amount": { "amount": 0, "currency_code": "EUR" } },
            {
              "labor_operation_id": "L3", "name": "Wiper blades", "labor_operation_status": "DECLINED", "amount": { "value": "20.00", "currency_code": "EUR" },
              "narrative_reference": { "narrative_code": "CUSTOMER_DEFERRED_COST", "event_date_time": "2026-04-12T15:00:00Z" }
            }
          ]
        }
        """;

    public const string EstimatedOrder =
        $$"""
        {
          "repair_order_number": "RO-10", "dealer_id": "D07", "vehicle_identifier": { "vin": "{{Vin}}" }, "locale": { "currency_code": "USD" },
          "labor_operations": [ { "name": "Cabin filter", "labor_operation_status": "PENDING_APPROVAL", "amount": { "value": "45.00" } } ],
          "total_assessment": { "total_labor_amount": "45.00", "grand_total": "53.10" }
        }
        """;

    public const string ClosedOrder =
        $$"""
        {
          "repair_order_references": [ { "repair_order_reference_id": "RO-11", "repair_order_status_type": "CLOSED", "repair_order_opened_date": "2026-04-01T08:00:00Z" } ],
          "vehicle": { "vin": "{{Vin}}" }, "closed_date_time": "2026-04-03T08:00:00Z",
          "repair_financial_summary": { "currency_code": "USD", "actual_grand_total_amount": { "amount": 171.20, "currency_code": "USD" }, "paid_amount": { "amount": 171.20 } },
          "repair_order_line_items": [ { "service_job": { "labor_operations": [ { "labor_operation_name": "Brake pads", "pay_type": "WARRANTY" } ] } } ]
        }
        """;

    public const string DeclinedOrder =
        $$"""
        {
          "repair_order_reference_id": "RO-12", "repair_order_status_type": "DECLINED", "vehicle": { "vin": "{{Vin}}" },
          "narratives": [ { "narrative_type": "DENIAL", "narrative_code": "COST_EXCEEDS_BUDGET", "narrative_desc": "Mr Berg wants to wait.", "event_date_time": "2026-04-02T08:00:00Z" } ]
        }
        """;
}
