using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>The bounds of GraphQL. Section <c>AutoCrm:Graph</c>.</summary>
internal sealed class GraphOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AutoCrm:Graph";

    /// <summary>The longest document in characters, checked before it is read. Default 15,000.</summary>
    public int MaxDocumentLength { get; set; } = 15_000;

    /// <summary>The most lexical tokens of a document, checked before it is parsed. Default 1,000.</summary>
    public int MaxTokens { get; set; } = 1_000;

    /// <summary>The deepest selection. Default 10.</summary>
    public int MaxDepth { get; set; } = 10;

    /// <summary>The deepest selection under <c>__schema</c> or <c>__type</c>. Default 15.</summary>
    public int MaxIntrospectionDepth { get; set; } = 15;

    /// <summary>The most aliases in a document. Default 15.</summary>
    public int MaxAliases { get; set; } = 15;

    /// <summary>The most fields at the root of an operation, fragments included. Default 10.</summary>
    public int MaxRootFields { get; set; } = 10;

    /// <summary>The most fields of an operation once its fragments are spread. Default 2,000.</summary>
    public int MaxExpandedFields { get; set; } = 2_000;

    /// <summary>The most directives in a document. Default 50.</summary>
    public int MaxDirectives { get; set; } = 50;

    /// <summary>The greatest cost of an operation: fields, multiplied by the sizes of the lists above them. Default 10,000.</summary>
    public int MaxComplexity { get; set; } = 10_000;

    /// <summary>How many elements a list without <c>first</c> is taken to have. Default 5.</summary>
    public int AssumedListLength { get; set; } = 5;

    /// <summary>How long an operation may run. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many actors one request asks at the same time. Default 16.</summary>
    public int ParallelActors { get; set; } = 16;
}

internal sealed class GraphOptionsValidator : IValidateOptions<GraphOptions>
{
    public ValidateOptionsResult Validate(string? name, GraphOptions options)
    {
        List<string> failures = [];
        Check(options.MaxDocumentLength, nameof(options.MaxDocumentLength));
        Check(options.MaxTokens, nameof(options.MaxTokens));
        Check(options.MaxDepth, nameof(options.MaxDepth));
        Check(options.MaxIntrospectionDepth, nameof(options.MaxIntrospectionDepth));
        Check(options.MaxAliases, nameof(options.MaxAliases));
        Check(options.MaxRootFields, nameof(options.MaxRootFields));
        Check(options.MaxExpandedFields, nameof(options.MaxExpandedFields));
        Check(options.MaxDirectives, nameof(options.MaxDirectives));
        Check(options.MaxComplexity, nameof(options.MaxComplexity));
        Check(options.AssumedListLength, nameof(options.AssumedListLength));
        Check(options.ParallelActors, nameof(options.ParallelActors));
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(5))
        {
            failures.Add($"{GraphOptions.Section}:{nameof(options.Timeout)} must be more than 0 and at most 00:05:00.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(int value, string option)
        {
            if (value < 1)
            {
                failures.Add($"{GraphOptions.Section}:{option} must be at least 1.");
            }
        }
    }
}
