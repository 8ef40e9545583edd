using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>Reads a person or a company out of what is below an element.</summary>
internal static class ContactReader
{
    private const int MaxWays = 10;
    private const int MaxPhone = 50;
    private const int MaxEmail = 320;
    private const int LeastDigits = 5;

    private static readonly string[] NameParts = ["first", "given", "firstname", "middle", "last", "surname", "family", "lastname", "suffix"];
    private static readonly string[] PhoneNames = ["phone", "telephone", "tel", "mobile", "cellphone", "homephone", "workphone"];
    private static readonly string[] EmailNames = ["email", "e-mail", "emailaddress", "mail"];

    public static AdfContact Read(LooseElement holder)
    {
        var phones = Ways(holder, PhoneNames, Phone);
        var emails = Ways(holder, EmailNames, Email);
        var address = holder.Nearest(["address"]) ?? holder;
        return new AdfContact
        {
            Name = NameOf(holder, out var isBusiness),
            IsBusiness = isBusiness,
            Phones = [.. phones.Select(way => way.Value)],
            Emails = [.. emails.Select(way => way.Value)],
            PreferredChannel = Preferred(phones, emails),
            Street = Street(address),
            City = One(address, ["city", "town"], 100),
            Region = One(address, ["regioncode", "region", "state", "province"], 100),
            Postcode = One(address, ["postalcode", "postcode", "zip", "zipcode"], 20),
            Country = Country(One(address, ["country", "countrycode"], 100)),
        };
    }

    /// <summary>The name: the whole one if there is one, else its parts in the order in which one reads them.</summary>
    public static string? NameOf(LooseElement holder, out bool isBusiness)
    {
        var contact = holder.Nearest(["contact"]) ?? holder;
        var names = contact.Outermost("name").ToImmutableArray();
        isBusiness = names.Any(name => Is(name.Attribute("type"), "business") || Is(name.Attribute("part"), "company"));
        var whole = names.Where(name => !NameParts.Contains(PartOf(name)) && !name.Children.Any(part => NameParts.Contains(part.Name)))
            .Select(name => AdfValues.Line(name.Text))
            .FirstOrDefault(text => text is not null);
        return whole ?? AdfValues.Line(string.Join(' ', NameParts.Select(part => Part(contact, names, part)).Where(text => text is not null)));
    }

    private static string PartOf(LooseElement name) => name.Attribute("part")?.Trim().ToLowerInvariant() ?? "full";

    // As <name part="first">, as <first> within a name, or as <firstname> beside it.
    private static string? Part(LooseElement contact, ImmutableArray<LooseElement> names, string part) =>
        names.Where(name => PartOf(name) == part).Select(name => AdfValues.Line(ProspectReader.TextOf(name))).FirstOrDefault(text => text is not null)
        ?? names.Append(contact).SelectMany(name => name.Children).Where(child => child.Name == part)
            .Select(child => AdfValues.Line(ProspectReader.TextOf(child))).FirstOrDefault(text => text is not null);

    private static ImmutableArray<(string Value, bool IsPreferred)> Ways(LooseElement holder, string[] names, Func<string?, string?> read) =>
    [
        .. names.SelectMany(holder.Outermost)
            .Select(way => (Value: read(ProspectReader.TextOf(way)), IsPreferred: IsYes(way.Attribute("preferredcontact"))))
            .Where(way => way.Value is not null)
            .Select(way => (way.Value!, way.IsPreferred))
            .DistinctBy(way => way.Item1)
            .OrderByDescending(way => way.IsPreferred)
            .Take(MaxWays),
    ];

    private static string? Phone(string? text) =>
        AdfValues.Line(text, MaxPhone) is { } phone && phone.Count(char.IsAsciiLetterOrDigit) >= LeastDigits && phone.Any(char.IsAsciiDigit) ? phone : null;

    private static string? Email(string? text)
    {
        var email = AdfValues.Line(text, MaxEmail);
        var at = email?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return at > 0 && at < email!.Length - 1 && !email.Contains(' ', StringComparison.Ordinal) ? email : null;
    }

    private static ContactChannel? Preferred(ImmutableArray<(string Value, bool IsPreferred)> phones, ImmutableArray<(string Value, bool IsPreferred)> emails) =>
        (phones.Any(way => way.IsPreferred), emails.Any(way => way.IsPreferred)) switch
        {
            (true, false) => ContactChannel.Phone,
            (false, true) => ContactChannel.Email,
            _ => null,
        };

    private static string? Street(LooseElement address) => AdfValues.Line(string.Join(", ", address.Outermost("street")
        .Concat(address.Outermost("apartment"))
        .OrderBy(line => line.Name == "apartment" ? "~" : line.Attribute("line") ?? string.Empty, StringComparer.Ordinal)
        .Select(line => AdfValues.Line(ProspectReader.TextOf(line)))
        .Where(line => line is not null)));

    private static string? One(LooseElement holder, string[] names, int max) => AdfValues.Line(ProspectReader.TextOf(holder.Nearest(names)), max);

    private static string? Country(string? text) => text?.ToUpperInvariant() switch
    {
        "USA" or "UNITED STATES" or "UNITED STATES OF AMERICA" => "US",
        "CAN" or "CANADA" => "CA",
        { Length: 2 } code when code.All(char.IsAsciiLetterUpper) => code,
        _ => null,
    };

    private static bool Is(string? attribute, string value) => attribute?.Trim().Equals(value, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsYes(string? attribute) => attribute?.Trim().ToLowerInvariant() is "1" or "yes" or "true" or "y";
}
