using System.Collections.Immutable;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Leads;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>A dealership as others see it: its book at an instant. Pure.</summary>
internal static class DealershipOverview
{
    public const string Registered = "autocrm.customer.registered.v1";
    public const string Placed = "autocrm.order.placed.v1";
    public const string Delivered = "autocrm.vehicle.delivered.v1";
    public const string Auctioned = "autocrm.vehicle.auctioned.v1";
    public const string Completed = "autocrm.service.completed.v1";

    public static long Count(this DealershipBook book, string type) => book.Activity.GetValueOrDefault(type);

    public static Dealership At(this DealershipBook book, DateTimeOffset now)
    {
        var (calendar, conflicts) = (book.Profile.Calendar(), book.Conflicts.Open.Values.Where(c => c.Detected is not null).ToArray());
        var today = calendar.DayOf(now);
        var leads = book.Leads.Open.Where(lead => lead.Value.IsOpen).Select(lead => Lead(lead.Key, lead.Value, now)).ToArray();
        var orders = book.Orders.Open.Where(order => order.Value.IsOpen).Select(order => Order(order.Key, order.Value, now)).ToArray();
        var cases = book.Cases.Open.Where(one => one.Value.IsOpen).Select(one => Case(one.Key, one.Value, now)).ToArray();
        return new Dealership
        {
            Code = book.Code,
            Registrations = book.Count(Registered),
            Orders = book.Count(Placed),
            Deliveries = book.Count(Delivered),
            Auctions = book.Count(Auctioned),
            ServiceVisits = book.Count(Completed),
            SalesValue = book.SalesValue,
            LastEvent = book.LastEvent,
            Profile = book.Profile == new ProfileBook() ? null : Profile(book.Profile),
            Activity = [.. book.Activity.Select(a => new ActivityCount(a.Key, a.Value))],
            Pipeline = Pipeline(book, leads, orders, now),
            OpenLeads = [.. leads
                .OrderBy(lead => lead.Due ?? DateTimeOffset.MaxValue)
                .ThenByDescending(lead => lead.ReceivedAt)
                .ThenBy(lead => lead.LeadId, StringComparer.Ordinal)
                .Take(Dealership.MaxListed)],
            Stock = Stock(book, now),
            Today = Load(book, calendar, today),
            Tomorrow = Load(book, calendar, today.AddDays(1)),
            OrdersDue = [.. orders.Where(order => order.Promised is not null)
                .OrderBy(order => order.Promised).ThenBy(order => order.OrderId, StringComparer.Ordinal).Take(Dealership.MaxListed)],
            OpenConflicts = conflicts.Length,
            Conflicts = [.. conflicts.OrderByDescending(c => c.Detected!.By).Take(Dealership.MaxListed).Select(Conflict)],
            OpenCases = cases.Length,
            OverdueCases = cases.Count(one => one.Overdue),
            Cases = [.. cases.OrderBy(one => one.Due ?? DateTimeOffset.MaxValue)
                .ThenBy(one => one.Since).ThenBy(one => one.CaseId, StringComparer.Ordinal).Take(Dealership.MaxListed)],
        };
    }

    private static Pipeline Pipeline(DealershipBook book, OpenLead[] leads, OpenOrder[] orders, DateTimeOffset now) => new()
    {
        NewLeads = leads.Count(lead => lead.State == LeadState.New),
        AssignedLeads = leads.Count(lead => lead.State == LeadState.Assigned),
        ContactedLeads = leads.Count(lead => lead.State == LeadState.Contacted),
        QualifiedLeads = leads.Count(lead => lead.State == LeadState.Qualified),
        OverdueLeads = leads.Count(lead => lead.Overdue),
        OpenQuotes = book.Quotes.Open.Values.Count(quote => quote.Issued is { } issued && !(issued.Value < now)),
        OpenOrders = orders.Length,
        OverdueOrders = orders.Count(order => order.Overdue),
        Deliveries = book.Count(Delivered),
    };

    private static OpenLead Lead(string id, LeadProcess lead, DateTimeOffset now)
    {
        var overdue = lead.Received is { } received && !lead.IsContacted && lead.Overdue?.By.At >= received.By.At ? lead.Overdue.Value : (DateTimeOffset?)null;
        var due = lead.Due != 0 ? new DateTimeOffset(lead.Due, TimeSpan.Zero) : overdue;
        return new OpenLead
        {
            LeadId = id,
            State = lead.Qualified is not null ? LeadState.Qualified
                : lead.IsContacted ? LeadState.Contacted
                : lead.Assigned is not null ? LeadState.Assigned : LeadState.New,
            Customer = lead.Received?.Value.Customer ?? (lead.Recycled?.Value is { Length: > 0 } customer ? customer : null),
            ReceivedAt = lead.Received?.By.At,
            Channel = lead.Received?.Value.Channel,
            Provider = lead.Received?.Value.Provider,
            Interest = lead.Received?.Value.Interest,
            Model = lead.Received?.Value.Model,
            Advisor = lead.Assigned?.Value,
            ContactedAt = lead.Contacted?.At,
            Due = due,
            Overdue = due <= now,
            Level = lead.Qualified?.Value,
            Appointment = lead.Appointment?.Value,
        };
    }

    private static OpenCase Case(string id, CaseProcess one, DateTimeOffset now)
    {
        var due = one.Due != 0 ? new DateTimeOffset(one.Due, TimeSpan.Zero) : (DateTimeOffset?)null;
        return new OpenCase
        {
            CaseId = id,
            Customer = one.Since!.Value.Customer,
            Vin = one.Since.Value.Vin ?? one.Opened?.Value.Vin,
            Kind = one.Opened?.Value.Kind,
            Severity = one.Severity,
            Since = one.Since.By.At,
            Advisor = one.Assigned?.Value,
            RespondedAt = one.Responded?.At,
            Due = due,
            Overdue = due <= now || one.IsLate,
        };
    }

    private static OpenConflict Conflict(ConflictProcess conflict)
    {
        var (told, by) = (conflict.Detected!.Value, conflict.Detected.By);
        var at = told.Events.IsEmpty ? by.At : told.Events[^1].At;
        return new OpenConflict(told.Conflict, told.Kind, at, told.Message, told.Events, conflict.Vin?.Value, conflict.Customer?.Value);
    }

    private static OpenOrder Order(string id, OrderProcess order, DateTimeOffset now) => new()
    {
        OrderId = id,
        Customer = order.Customer?.Value,
        PlacedAt = order.Placed?.By.At,
        Model = order.Placed?.Value is { Length: > 0 } model ? model : null,
        Confirmed = order.Confirmed is not null,
        Vin = order.Allocated?.Value,
        Promised = order.Promised?.Value,
        Overdue = order.Promised?.Value <= now,
    };

    // An order that was called off sets its vehicle free, also where nobody says so.
    private static ImmutableArray<StockCount> Stock(DealershipBook book, DateTimeOffset now) =>
    [
        .. book.Stock.Open.Values
            .Select(vehicle => vehicle.StateAt(now, sold => !(book.Orders.Closed.GetValueOrDefault(sold.Value) >= sold.By.At.UtcTicks)))
            .OfType<StockState>()
            .CountBy(state => state)
            .OrderBy(state => state.Key)
            .Select(state => new StockCount(state.Key, state.Value)),
    ];

    private static WorkshopLoad Load(DealershipBook book, OpeningHours calendar, DateOnly day) => new(
        day,
        book.Appointments.Open.Values.Count(a => a.Expected is { } expected && calendar.DayOf(expected.Value) == day),
        book.Arrivals.Where(arrived => calendar.DayOf(WorkshopFold.Begin(arrived.Key)) == day).Sum(arrived => arrived.Value));

    private static DealershipProfile Profile(ProfileBook profile) => new()
    {
        Name = profile.Name?.Value,
        Region = profile.Region?.Value,
        Group = profile.Group?.Value,
        TimeZone = profile.TimeZone?.Value,
        Address = profile.Address?.Value,
        OpeningHours = profile.OpeningHours?.Value,
        ClosedOn = profile.ClosedOn?.Value ?? [],
        Brands = profile.Brands?.Value ?? [],
        FirstContactMinutes = profile.FirstContactMinutes?.Value ?? ProfileFold.FirstContactMinutes,
    };
}
