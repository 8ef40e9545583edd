using System.Collections.Immutable;
using System.Text.Json;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>A place in a map's JSON, which knows its path so that every complaint can name it.</summary>
internal readonly record struct MapNode(JsonElement Json, string Path)
{
    public bool IsText => Json.ValueKind == JsonValueKind.String;

    public bool IsObject => Json.ValueKind == JsonValueKind.Object;

    public bool IsList => Json.ValueKind == JsonValueKind.Array;

    public string Text => IsText && Json.GetString() is { } text
        ? text
        : throw Wrong("a text");

    public bool Flag => Json.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Json.GetBoolean()
        : throw Wrong("true or false");

    public IEnumerable<MapNode> Items
    {
        get
        {
            if (!IsList)
            {
                throw Wrong("a list");
            }

            var path = Path;
            return Json.EnumerateArray().Select((item, index) => new MapNode(item, $"{path}[{index}]"));
        }
    }

    public IEnumerable<KeyValuePair<string, MapNode>> Members
    {
        get
        {
            if (!IsObject)
            {
                throw Wrong("an object");
            }

            var self = this;
            return Json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, self.Child(member.Name, member.Value)));
        }
    }

    public MapNode Required(string name) => Optional(name)
        ?? throw new MapException($"{ChildPath(name)}: is required.");

    public MapNode? Optional(string name)
    {
        if (!IsObject)
        {
            throw Wrong("an object");
        }

        return Json.TryGetProperty(name, out var value) ? Child(name, value) : null;
    }

    public void Allow(params ReadOnlySpan<string> names)
    {
        foreach (var member in Members)
        {
            if (!names.Contains(member.Key))
            {
                throw new MapException($"{ChildPath(member.Key)}: there is no such member; there are {string.Join(", ", names.ToArray())}.");
            }
        }
    }

    public ImmutableArray<string> TextOrTexts() => IsText ? [Text] : [.. Items.Select(item => item.Text)];

    public ImmutableArray<KeyValuePair<string, string>> Table() =>
        [.. Members.Select(member => KeyValuePair.Create(member.Key, member.Value.Text))];

    public MapException Wrong(string expected) => new($"{(Path.Length == 0 ? "the map" : Path)}: must be {expected}.");

    private MapNode Child(string name, JsonElement value) => new(value, ChildPath(name));

    private string ChildPath(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
