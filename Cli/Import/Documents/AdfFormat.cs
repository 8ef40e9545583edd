using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Cli.Import.Maps;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads.Adf;

namespace AutoCrm.Actors.Cli.Import.Documents;

/// <summary>Leads in ADF/XML.</summary>
/// <param name="dealership">The code of the dealership that they are for; null to take what each lead says.</param>
/// <param name="assumedOffset">The offset from UTC of dates that have none.</param>
internal sealed class AdfFormat(string? dealership, TimeSpan assumedOffset) : IDocumentFormat
{
    public string Name => "adf";

    public string Items => "leads";

    public ImmutableArray<string> Extensions => [".adf", ".txt", ".xml"];

    public int MaxBytes => AdfReader.MaxBytes;

    public ImmutableArray<DocumentItem> Read(ReadOnlyMemory<byte> bytes, DateTimeOffset writtenAt)
    {
        var document = AdfReader.Read(bytes);
        if (document.Problem is { } unreadable)
        {
            return [DocumentItem.Wrong(string.Empty, ProblemOf(unreadable))];
        }

        var reception = new AdfReception(dealership, writtenAt, assumedOffset);
        return
        [
            .. document.Items.Select((item, index) =>
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"prospect[{index}]");
                return item.Prospect is { } prospect
                    ? new DocumentItem(place, null, AdfEvents.Of(prospect, item.Raw, reception))
                    : DocumentItem.Wrong(place, ProblemOf(item.Problem!));
            }),
        ];
    }

    private static RowProblem ProblemOf(EventProblem problem) => new(problem.Code, problem.Path, problem.Message);
}
