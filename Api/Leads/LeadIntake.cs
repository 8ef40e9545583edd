using System.Buffers;
using System.Collections.Immutable;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads.Adf;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Leads;

/// <summary>Takes the leads of one document into the log, as events that pass the same checks as everybody's.</summary>
internal sealed class LeadIntake(IEventLog log, TimeProvider time, IOptions<EventsOptions> events, IOptions<LeadsOptions> leads)
{
    /// <summary>Takes a document. What is counted are leads, each of which makes several events.</summary>
    /// <param name="caller">The sender.</param>
    /// <param name="body">The document.</param>
    /// <param name="charset">What the request calls its encoding, or null.</param>
    public async Task<Receipt> Take(Caller caller, ReadOnlyMemory<byte> body, string? charset)
    {
        var receipt = new Receipt();
        var document = AdfReader.Read(body, charset);
        if (document.Problem is { } unreadable)
        {
            receipt.Fail(new IntakeFailure(StatusCodes.Status400BadRequest, $"The document {unreadable.Message}."));
            return receipt;
        }

        using var parser = new EventParser(caller, time);
        var reception = new AdfReception(caller.Dealership, time.GetUtcNow(), leads.Value.AssumedOffset);
        var gathered = new List<AdmittedLead>();
        for (var index = 0; index < document.Items.Length && receipt.Failure is null; index++)
        {
            if (Admit(document.Items[index], index, reception, parser, receipt) is { } lead)
            {
                gathered.Add(lead);
            }

            if (gathered.Sum(lead => lead.Bytes) >= events.Value.ChunkBytes || (gathered.Count + 1) * AdfEvents.PerLead > events.Value.ChunkEvents)
            {
                await Append(gathered, receipt);
            }
        }

        await Append(gathered, receipt);
        return receipt;
    }

    private static AdmittedLead? Admit(AdfItem item, int index, AdfReception reception, EventParser parser, Receipt receipt)
    {
        if (item.Prospect is not { } prospect)
        {
            receipt.Reject(index, item.Id, item.Problem!);
            return null;
        }

        var admitted = ImmutableArray.CreateBuilder<NewEvent>();
        var bytes = 0;
        var json = new ArrayBufferWriter<byte>(4096);
        foreach (var made in AdfEvents.Of(prospect, item.Raw, reception))
        {
            json.ResetWrittenCount();
            made.WriteTo(json);
            var parsed = parser.Parse(json.WrittenMemory);
            if (parsed.Event is not { } ready)
            {
                receipt.Reject(index, item.Id, parsed.Problem!);
                return null;
            }

            admitted.Add(ready);
            bytes += ready.Data.Length;
        }

        return new AdmittedLead(index, item.Id, bytes, admitted.DrainToImmutable());
    }

    private async Task Append(List<AdmittedLead> gathered, Receipt receipt)
    {
        if (gathered.Count == 0 || receipt.Failure is not null)
        {
            return;
        }

        var reply = await log.Append([.. gathered.SelectMany(lead => lead.Events)]);
        if (reply.Unavailable is { } away)
        {
            receipt.Fail(IntakeFailure.Of(away));
            return;
        }

        receipt.Enter(reply.Epoch);
        var next = 0;
        foreach (var lead in gathered)
        {
            receipt.Take(reply.Results.AsSpan(next, lead.Events.Length), lead.Index, lead.Id);
            next += lead.Events.Length;
        }

        gathered.Clear();
    }

    private sealed record AdmittedLead(int Index, string? Id, int Bytes, ImmutableArray<NewEvent> Events);
}
