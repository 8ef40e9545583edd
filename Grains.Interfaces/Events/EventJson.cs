using System.Text.Json;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Events;

/// <summary>
/// How payloads are written in JSON: camel case, no reflection. Names are exact, as <see cref="PayloadSchema"/> checks
/// them: a reader that took <c>NAME</c> for <c>name</c> would fail on what the edge has admitted.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    AllowDuplicateProperties = false,
    Converters = [typeof(TextListConverter), typeof(ServiceLineListConverter)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ServiceLine))]
[JsonSerializable(typeof(VehicleAuctioned))]
[JsonSerializable(typeof(VehicleDelivered))]
[JsonSerializable(typeof(OdometerRead))]
[JsonSerializable(typeof(VehicleReserved))]
[JsonSerializable(typeof(ReservationReleased))]
[JsonSerializable(typeof(ReserveVehicle))]
[JsonSerializable(typeof(ReleaseReservation))]
[JsonSerializable(typeof(CustomerRegistered))]
[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(ServiceCompleted))]
public sealed partial class EventJson : JsonSerializerContext;

/// <summary>Reads an amount that some senders give as a bare number, without a currency (ISO 4217 <c>XXX</c>).</summary>
public sealed class AmountConverter : JsonConverter<Money>
{
    /// <summary>The ISO 4217 code for an amount without a currency.</summary>
    public const string NoCurrency = "XXX";

    /// <inheritdoc />
    public override Money? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? new Money(reader.GetDecimal(), NoCurrency)
            : JsonSerializer.Deserialize(ref reader, EventJson.Default.Money);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, EventJson.Default.Money);
}
