using System.Text.Json;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Finds the items of a batch without reading them, so that a bad item fails alone.</summary>
internal static class BatchItems
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = 1 << 20 };

    /// <summary>Finds where each item stands.</summary>
    /// <param name="json">The body.</param>
    /// <param name="maxItems">The most items allowed.</param>
    /// <param name="items">The items' places.</param>
    /// <param name="failure">What is wrong with the body, if anything.</param>
    /// <returns>Whether the body is a batch.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, int maxItems, out List<Range> items, out IntakeFailure failure)
    {
        items = [];
        failure = new IntakeFailure(StatusCodes.Status400BadRequest, "The body is not valid JSON; a batch is a JSON array of events.");
        var reader = new Utf8JsonReader(json, AnyDepth);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (items.Count == maxItems)
                {
                    failure = new IntakeFailure(StatusCodes.Status413PayloadTooLarge, $"A batch has at most {maxItems} events; a longer one goes as application/x-ndjson.");
                    return false;
                }

                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                items.Add(start..(int)reader.BytesConsumed);
            }

            // What follows the array makes the body unreadable, too.
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
