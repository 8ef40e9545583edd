using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Leads.Adf;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AutoCrm.Actors.Api.Leads;

/// <summary><c>POST /leads/adf</c>: leads in ADF/XML, as portals and web forms send them.</summary>
internal static class LeadsEndpoint
{
    private const string Supported = "Expected XML: application/x-adf+xml, application/xml, text/xml or text/plain; as it is or as gzip.";

    /// <summary>What a document takes in memory at most, compared to its bytes: text, elements, and events.</summary>
    private const int Growth = 16;

    public static IServiceCollection AddLeads(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LeadsOptions>().Bind(configuration.GetSection(LeadsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LeadsOptions>, LeadsOptionsValidator>();
        services.AddSingleton<LeadIntake>();
        return services;
    }

    public static IEndpointRouteBuilder MapLeads(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/leads/adf", Post).RequireAuthorization(AuthPolicies.WriteEvents);
        return endpoints;
    }

    private static async Task Post(HttpContext context, LeadIntake intake, IntakeBudget budget, IOptions<EventsOptions> options)
    {
        if (!IsXml(context.Request.ContentType, out var charset) || !EventBody.IsReadable(context.Request))
        {
            context.Response.Headers.AcceptEncoding = "gzip";
            await Problems.Of(StatusCodes.Status415UnsupportedMediaType, Supported).ExecuteAsync(context);
            return;
        }

        var maxBytes = Math.Min(AdfReader.MaxBytes, options.Value.MaxBodyBytes);
        using var reservation = budget.TryEnter(context.Request, maxBytes, Growth);
        try
        {
            var receipt = reservation is null
                ? ReceiptAnswer.Failed(ReceiptAnswer.Busy)
                : await Take(context, intake, maxBytes, charset);
            await ReceiptAnswer.Write(context, receipt, isOneEvent: false);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // Nobody is left to be answered; what was read is durable or will be repeated.
            context.Abort();
        }
    }

    private static async Task<Receipt> Take(HttpContext context, LeadIntake intake, int maxBytes, string? charset)
    {
        try
        {
            var body = await EventBody.ReadAll(context.Request, maxBytes, context.RequestAborted);
            return body is null
                ? ReceiptAnswer.Failed(new IntakeFailure(StatusCodes.Status413PayloadTooLarge, $"A document has at most {maxBytes} bytes, decompressed."))
                : await intake.Take(context.GetCaller(), body.WrittenMemory, charset);
        }
        catch (Exception unreadable) when (EventIntake.FailureOf(unreadable) is not null)
        {
            return ReceiptAnswer.Failed(EventIntake.FailureOf(unreadable)!);
        }
    }

    // Senders of leads are careless with the type as with the rest; what is certainly something else is refused.
    private static bool IsXml(string? contentType, out string? charset)
    {
        charset = null;
        if (string.IsNullOrEmpty(contentType))
        {
            return true;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return false;
        }

        charset = type.Charset.Value;
        return type.SubType.Equals("xml", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("xml", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);
    }
}
