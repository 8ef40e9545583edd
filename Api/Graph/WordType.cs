using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>A closed set of words.</summary>
internal abstract class WordType<T> : EnumerationGraphType<T>
    where T : struct, Enum
{
    protected WordType(string description)
    {
        Name = typeof(T).Name;
        Description = description;
    }
}
