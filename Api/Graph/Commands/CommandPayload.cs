using System.Buffers;
using System.Collections;
using System.Text.Json;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Graph.Commands;

/// <summary>Reads what a command is to make happen out of its input, by the same checks that a reported event passes.</summary>
internal static class CommandPayload
{
    public static EventPayload Read(CommandDefinition command, IDictionary<string, object?> input)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json, command.Members.Select(member => KeyValuePair.Create(member.Name, input.TryGetValue(member.Name, out var value) ? value : null)));
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        var fault = JsonFaults.IsSuspect(bytes.WrittenSpan) ? JsonFaults.Find(bytes.WrittenSpan, CommandInputs.Argument) : null;
        return (fault ?? command.Schema.Check(document.RootElement, CommandInputs.Argument)) is { } problem
            ? throw Arguments.Bad(problem.Path, problem.Message)
            : EventCatalogue.Find(EventCatalogue.TypeOf(command.Payload))!.Read(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> members)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case int number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case DateTimeOffset time: json.WriteStringValue(time); break;
            case DateOnly day: JsonSerializer.Serialize(json, day, EventJson.Default.DateOnly); break;
            case Enum word: json.WriteStringValue(WordConverter.WordOf(word.GetType().GetField(word.ToString())!)); break;
            case IDictionary<string, object?> members: Write(json, members); break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default: throw new NotSupportedException($"A command has no member of type {value.GetType()}.");
        }
    }
}
