using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Events;

/// <summary>The ways in which a customer and a dealership meet.</summary>
[GenerateSerializer, Alias("autocrm.contact-channel")]
public enum ContactChannel
{
    /// <summary>In person, in the showroom or the workshop.</summary>
    Visit = 0,

    /// <summary>Telephone.</summary>
    Phone = 1,

    /// <summary>Fax.</summary>
    Fax = 2,

    /// <summary>E-mail.</summary>
    Email = 3,

    /// <summary>A web site or a portal.</summary>
    Web = 4,

    /// <summary>A text message.</summary>
    Sms = 5,

    /// <summary>A chat on a web site or by a messenger.</summary>
    Chat = 6,

    /// <summary>WeChat.</summary>
    [JsonStringEnumMemberName("wechat")]
    WeChat = 7,

    /// <summary>A letter.</summary>
    Post = 8,

    /// <summary>The maker's or the dealership's app.</summary>
    App = 9,
}
