using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Writes a receipt as the answer to a request.</summary>
internal static class ReceiptAnswer
{
    // Messages quote examples; the answer is never part of a page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is answered while other requests hold the memory.</summary>
    public static IntakeFailure Busy { get; } = new(
        StatusCodes.Status429TooManyRequests, "Too many requests are being read. Repeat this one later.", TimeSpan.FromSeconds(1));

    public static Receipt Failed(IntakeFailure failure)
    {
        var receipt = new Receipt();
        receipt.Fail(failure);
        return receipt;
    }

    /// <summary>Writes it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="isOneEvent">Whether the request was one event, whose conflict has a status of its own.</param>
    public static async Task Write(HttpContext context, Receipt receipt, bool isOneEvent)
    {
        var response = context.Response;
        response.StatusCode = StatusOf(receipt, isOneEvent);
        response.ContentType = receipt.Failure is null ? "application/json" : "application/problem+json";
        if (receipt.Failure?.RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await using var json = new Utf8JsonWriter(response.BodyWriter, Readable);
        json.WriteStartObject();
        if (receipt.Failure is { } failure)
        {
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(failure.Status));
            json.WriteNumber("status", failure.Status);
            json.WriteString("detail", failure.Detail);
        }

        receipt.WriteTo(json);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static int StatusOf(Receipt receipt, bool isOneEvent) => receipt switch
    {
        { Failure: { } failure } => failure.Status,
        { HasConflict: true } when isOneEvent => StatusCodes.Status409Conflict,
        { NothingTaken: true, Rejected: > 0 } => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status202Accepted,
    };
}
