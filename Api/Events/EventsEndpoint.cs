using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Hosting;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Events;

/// <summary><c>POST /events</c>: CloudEvents in.</summary>
internal static class EventsEndpoint
{
    private const string Supported =
        "Expected application/cloudevents+json, application/cloudevents-batch+json, application/x-ndjson, or a binary event with ce- headers; in UTF-8, as it is or as gzip.";

    public static IServiceCollection AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventsOptions>().Bind(configuration.GetSection(EventsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EventsOptions>, EventsOptionsValidator>();
        services.AddSingleton<IEventLog, EventLogClient>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<IntakeBudget>();
        services.AddSingleton<StopGrace>();
        return services;
    }

    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/events", Post).RequireAuthorization(AuthPolicies.WriteEvents);
        return endpoints;
    }

    private static async Task Post(HttpContext context, EventIntake intake, IntakeBudget budget, StopGrace stop, IOptions<EventsOptions> options)
    {
        var kind = ContentKinds.Of(context.Request);
        if (kind == ContentKind.Unknown || !EventBody.IsReadable(context.Request))
        {
            context.Response.Headers.AcceptEncoding = "gzip";
            await Problems.Of(StatusCodes.Status415UnsupportedMediaType, Supported).ExecuteAsync(context);
            return;
        }

        using var reservation = budget.TryEnter(context.Request, kind);
        if (reservation is null)
        {
            await Answer(context, ReceiptAnswer.Failed(ReceiptAnswer.Busy), kind);
            return;
        }

        try
        {
            await Answer(context, await Take(context, kind, intake, stop, options.Value), kind);
            if (stop.Token.IsCancellationRequested)
            {
                await stop.Leave(context);
            }
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // Nobody is left to be answered; what was read is durable or will be repeated.
            context.Abort();
        }
    }

    private static async Task<Receipt> Take(HttpContext context, ContentKind kind, EventIntake intake, StopGrace stop, EventsOptions options)
    {
        var caller = context.GetCaller();
        if (kind == ContentKind.Stream)
        {
            return await intake.TakeStream(caller, EventBody.Open(context.Request), stop.Token, context.RequestAborted);
        }

        try
        {
            var body = await EventBody.ReadAll(context.Request, options.MaxBodyBytes, context.RequestAborted);
            if (body is null)
            {
                return ReceiptAnswer.Failed(new IntakeFailure(StatusCodes.Status413PayloadTooLarge, $"A body has at most {options.MaxBodyBytes} bytes, decompressed; a longer one goes as application/x-ndjson."));
            }

            return kind switch
            {
                ContentKind.Batch => await intake.TakeBatch(caller, body.WrittenMemory),
                ContentKind.Binary => await intake.TakeBinary(caller, context.Request.Headers, body.WrittenMemory),
                _ => await intake.TakeOne(caller, body.WrittenMemory),
            };
        }
        catch (Exception unreadable) when (EventIntake.FailureOf(unreadable) is not null)
        {
            return ReceiptAnswer.Failed(EventIntake.FailureOf(unreadable)!);
        }
    }

    private static Task Answer(HttpContext context, Receipt receipt, ContentKind kind) =>
        ReceiptAnswer.Write(context, receipt, isOneEvent: kind is ContentKind.Structured or ContentKind.Binary);
}
