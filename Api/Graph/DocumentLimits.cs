using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>
/// Refuses documents whose shape alone is too much, before they are validated: validation itself is quadratic in places.
/// </summary>
internal sealed class DocumentLimits(IOptions<GraphOptions> options)
{
    private readonly GraphOptions bounds = options.Value;

    /// <exception cref="GraphRefusal">The document cannot be read or is too large.</exception>
    public GraphQLDocument Read(string text)
    {
        if (text.Length > bounds.MaxDocumentLength)
        {
            throw TooLarge($"has {text.Length} characters; at most {bounds.MaxDocumentLength} are allowed");
        }

        try
        {
            CheckTokens(text);
            var document = Parser.Parse(text, new ParserOptions { MaxDepth = 128 });
            new DocumentShape(document, bounds).Check();
            return document;
        }
        catch (GraphQLSyntaxErrorException syntax)
        {
            var refusal = new GraphRefusal(GraphCodes.SyntaxError, $"The document cannot be parsed: {syntax.Description}");
            refusal.AddLocation(syntax.Location);
            throw refusal;
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw TooLarge("is nested too deeply");
        }
    }

    internal static GraphRefusal TooLarge(string problem) => new(GraphCodes.DocumentTooLarge, $"The document {problem}.");

    private void CheckTokens(string text)
    {
        var count = 0;
        for (var at = 0; ;)
        {
            var token = Lexer.Lex(text, at);
            if (token.Kind == TokenKind.EOF)
            {
                return;
            }

            if (++count > bounds.MaxTokens)
            {
                throw TooLarge($"has more than {bounds.MaxTokens} tokens");
            }

            at = token.End;
        }
    }
}
