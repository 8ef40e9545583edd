using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Events;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Commands;

/// <summary>
/// Makes the input types of commands: members, types, bounds and descriptions are those of the event that carries the
/// command out.
/// </summary>
internal sealed class CommandInputs
{
    /// <summary>The argument that every command has.</summary>
    public const string Argument = "input";

    /// <summary>The dealership's number of a customer that a command makes known.</summary>
    public const string Number = "number";

    private static readonly Dictionary<Type, Type> ShippedWords = typeof(CommandInputs).Assembly.GetTypes()
        .Where(type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(WordType<>))
        .ToDictionary(type => type.BaseType!.GetGenericArguments()[0]);

    private readonly EventTexts texts = EventTexts.Load();
    private readonly Dictionary<Type, IGraphType> made = [];

    public InputObjectGraphType Of(CommandDefinition command)
    {
        var input = new InputObjectGraphType
        {
            Name = char.ToUpperInvariant(command.Name[0]) + command.Name[1..] + "Input",
            Description = command.Summary,
        };
        Add<StringGraphType>(input, "clientMutationId", true, Decisions.MutationIdMeaning);
        Add<StringGraphType>(input, "dealership", false, "Who acts: for headquarters required, for a dealership its own code or nothing.");
        var (customer, vin) = command.Subject == SubjectKind.Customer
            ? (command.MakesSubject ? OtherSubject.None : OtherSubject.Required, command.Other)
            : (command.Other, OtherSubject.Required);
        Add<IdGraphType>(input, "customer", customer, "The customer's id.");
        Add<StringGraphType>(input, Number, command.MakesSubject ? OtherSubject.Optional : OtherSubject.None, "The number by which the dealership's events name the customer.");
        Add<IdGraphType>(input, "vin", vin, "The VIN; blanks, dashes and lower case are put right.");
        foreach (var member in command.Members)
        {
            Add(input, member, command.IsRequired(member));
        }

        return input;
    }

    private static void Add<T>(InputObjectGraphType input, string name, OtherSubject whether, string description)
        where T : GraphType
    {
        if (whether != OtherSubject.None)
        {
            Add<T>(input, name, whether == OtherSubject.Required, description);
        }
    }

    private static void Add<T>(InputObjectGraphType input, string name, bool required, string description)
        where T : GraphType =>
        input.AddField(new FieldType
        {
            Name = name,
            Description = description,
            Type = required ? typeof(NonNullGraphType<T>) : typeof(T),
        });

    private void Add(InputObjectGraphType input, PayloadMember member, bool required)
    {
        var field = new FieldType { Name = member.Name, Description = $"{texts.Of(member.Property)}{BoundsOf(member)}" };
        var item = ItemOf(member);
        if (MadeOf(member, item) is { } instance)
        {
            var whole = member.IsList ? new ListGraphType(new NonNullGraphType(instance)) : instance;
            field.ResolvedType = required ? new NonNullGraphType(whole) : whole;
        }
        else
        {
            var scalar = ScalarOf(member, item);
            var whole = member.IsList ? typeof(ListGraphType<>).MakeGenericType(typeof(NonNullGraphType<>).MakeGenericType(scalar)) : scalar;
            field.Type = required ? typeof(NonNullGraphType<>).MakeGenericType(whole) : whole;
        }

        input.AddField(field);
    }

    private static string BoundsOf(PayloadMember member) => member.Kind switch
    {
        PayloadMemberKind.Text or PayloadMemberKind.Integer or PayloadMemberKind.Number => $" Expected: {member.Expected}.",
        PayloadMemberKind.Word when !ItemOf(member).IsEnum => $" Expected: {member.Expected}.",
        _ => string.Empty,
    };

    private static Type ItemOf(PayloadMember member)
    {
        var type = Nullable.GetUnderlyingType(member.Property.PropertyType) ?? member.Property.PropertyType;
        return member.IsList ? type.GetGenericArguments()[0] : type;
    }

    private static Type ScalarOf(PayloadMember member, Type item) => member.Kind switch
    {
        PayloadMemberKind.Boolean => typeof(BooleanGraphType),
        PayloadMemberKind.Integer => typeof(IntGraphType),
        PayloadMemberKind.Number => typeof(DecimalGraphType),
        PayloadMemberKind.Time => typeof(InstantType),
        PayloadMemberKind.Date => typeof(DayType),
        PayloadMemberKind.Word when ShippedWords.TryGetValue(item, out var words) => words,
        _ => typeof(StringGraphType),
    };

    // One instance of each: two types of one name would not be one type.
    private IGraphType? MadeOf(PayloadMember member, Type item)
    {
        if (made.TryGetValue(item, out var known))
        {
            return known;
        }

        if (member.Kind == PayloadMemberKind.Word && item.IsEnum && !ShippedWords.ContainsKey(item))
        {
            return made[item] = WordsOf(item);
        }

        return member.Nested is { } nested ? made[item] = Nested(item, nested) : null;
    }

    private InputObjectGraphType Nested(Type type, PayloadSchema schema)
    {
        var input = new InputObjectGraphType { Name = type.Name + "Input", Description = texts.Of(type) };
        foreach (var member in schema.Members)
        {
            Add(input, member, member.Required);
        }

        return input;
    }

    private IGraphType WordsOf(Type words)
    {
        var type = (EnumerationGraphType)Activator.CreateInstance(typeof(EnumerationGraphType<>).MakeGenericType(words))!;
        type.Name = words.Name;
        type.Description = texts.Of(words);
        return type;
    }
}
