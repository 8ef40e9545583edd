namespace AutoCrm.Actors.Commands;

/// <summary>
/// Why a customer or a vehicle refuses a command. Beside these, the kind of a conflict is a code: a command that would
/// contradict what is known is refused.
/// </summary>
public static class CommandRejections
{
    /// <summary>The dealership knows no such customer.</summary>
    public const string UnknownCustomer = "unknown-customer";

    /// <summary>The customer is another one's alias by now.</summary>
    public const string CustomerMerged = "customer-merged";

    /// <summary>The customer has died, or the company was dissolved.</summary>
    public const string CustomerDeceased = "customer-deceased";

    /// <summary>The customer's personal data was erased.</summary>
    public const string CustomerErased = "customer-erased";

    /// <summary>The customer is registered already.</summary>
    public const string AlreadyRegistered = "already-registered";

    /// <summary>The command would change nothing.</summary>
    public const string NothingToDo = "nothing-to-do";

    /// <summary>The dealership has one of this number already.</summary>
    public const string NumberTaken = "number-taken";

    /// <summary>The dealership has no such lead of the customer.</summary>
    public const string UnknownLead = "unknown-lead";

    /// <summary>The lead was lost or became an order.</summary>
    public const string LeadEnded = "lead-ended";

    /// <summary>The dealership has no such test drive of the customer.</summary>
    public const string UnknownTestDrive = "unknown-test-drive";

    /// <summary>The test drive took place, or was called off.</summary>
    public const string TestDriveEnded = "test-drive-ended";

    /// <summary>Nobody has seen the driving licence.</summary>
    public const string LicenceNotChecked = "licence-not-checked";

    /// <summary>The time must be in the future.</summary>
    public const string NotInFuture = "not-in-future";

    /// <summary>The dealership has no such quote of the customer.</summary>
    public const string UnknownQuote = "unknown-quote";

    /// <summary>The quote was accepted, or its time has run out.</summary>
    public const string QuoteEnded = "quote-ended";

    /// <summary>The dealership has no such order of the customer.</summary>
    public const string UnknownOrder = "unknown-order";

    /// <summary>The order was called off.</summary>
    public const string OrderCancelled = "order-cancelled";

    /// <summary>The order's vehicle was handed over.</summary>
    public const string OrderDelivered = "order-delivered";

    /// <summary>The order has a vehicle set aside already.</summary>
    public const string OrderAllocated = "order-allocated";

    /// <summary>The vehicle is set aside for another order.</summary>
    public const string VehicleAllocated = "vehicle-allocated";

    /// <summary>The vehicle is not set aside for the order.</summary>
    public const string NotAllocated = "not-allocated";

    /// <summary>A recall forbids to hand the vehicle over before it is remedied.</summary>
    public const string StopSale = "stop-sale";

    /// <summary>The vehicle is held back.</summary>
    public const string VehicleHeld = "vehicle-held";

    /// <summary>The vehicle is held for this reason already.</summary>
    public const string AlreadyHeld = "already-held";

    /// <summary>The vehicle is not held for this reason.</summary>
    public const string NotHeld = "not-held";

    /// <summary>The vehicle is scrapped, written off, exported or stolen.</summary>
    public const string VehicleEnded = "vehicle-ended";

    /// <summary>The vehicle is not in the dealership's stock.</summary>
    public const string NotInStock = "not-in-stock";

    /// <summary>The vehicle is not the customer's.</summary>
    public const string NotTheirs = "not-theirs";

    /// <summary>The dealership has no such appointment that the vehicle is expected for.</summary>
    public const string UnknownAppointment = "unknown-appointment";

    /// <summary>The dealership has no such repair order of the vehicle.</summary>
    public const string UnknownRepairOrder = "unknown-repair-order";

    /// <summary>The repair order is closed: it changes no more.</summary>
    public const string RepairOrderClosed = "repair-order-closed";

    /// <summary>The work of the repair order is finished already.</summary>
    public const string WorkFinished = "work-finished";

    /// <summary>The work of the repair order is not finished.</summary>
    public const string WorkNotFinished = "work-not-finished";

    /// <summary>No estimate was given that could be approved.</summary>
    public const string NoEstimate = "no-estimate";

    /// <summary>The estimate is approved already.</summary>
    public const string AlreadyApproved = "already-approved";

    /// <summary>The recall does not concern the vehicle.</summary>
    public const string UnknownRecall = "unknown-recall";

    /// <summary>The recall is remedied or cancelled.</summary>
    public const string RecallEnded = "recall-ended";

    /// <summary>The dealership has no such case of the customer.</summary>
    public const string UnknownCase = "unknown-case";

    /// <summary>The case is resolved or closed.</summary>
    public const string CaseEnded = "case-ended";

    /// <summary>The case is open.</summary>
    public const string CaseOpen = "case-open";

    /// <summary>The case ended too long ago to be opened again.</summary>
    public const string TooLate = "too-late";

    /// <summary>There is no such conflict that nobody has decided.</summary>
    public const string UnknownConflict = "unknown-conflict";
}
