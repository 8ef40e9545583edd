namespace AutoCrm.Actors.Tests.Support.Leads;

/// <summary>Leads in the dialects in which they come, each with one peculiarity; made up for this project.</summary>
public static class LeadSamples
{
    /// <summary>As the specification wants it.</summary>
    public const string Proper =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <?adf version="1.0"?>
        <adf>
          <prospect status="new">
            <id sequence="2" source="Hub">H-77</id>
            <id sequence="1" source="CarPortal">CP-4711</id>
            <requestdate>2026-03-02T10:15:00-05:00</requestdate>
            <vehicle interest="buy" status="new">
              <year>2026</year><make>Volvo</make><model>EX30</model><vin>YV1LFA2D2E1234567</vin><stock>S-100</stock><trim>Ultra</trim>
              <odometer status="original" units="mi">12</odometer>
              <colorcombination><interiorcolor>Grey</interiorcolor><exteriorcolor>Moss Yellow</exteriorcolor><preference>1</preference></colorcombination>
              <price type="offer" currency="USD">41500.50</price>
              <option><optionname>Tow bar</optionname><stock>OPT-1</stock><price type="msrp" currency="USD">900</price></option>
              <comments>Is it still there?</comments>
            </vehicle>
            <customer>
              <contact primarycontact="1">
                <name part="first" type="individual">Rosa</name><name part="last" type="individual">Kim</name>
                <email preferredcontact="0">rosa.kim@example.com</email>
                <phone type="voice" time="morning" preferredcontact="1">+1 617 555 0111</phone>
                <phone type="cellphone">617-555-0112</phone>
                <address type="home">
                  <street line="1">12 Elm Street</street><street line="2">Rear house</street><apartment>3</apartment>
                  <city>Boston</city><regioncode>MA</regioncode><postalcode>02110</postalcode><country>US</country>
                </address>
              </contact>
              <id source="CarPortal">U-9</id>
              <timeframe><description>Soon</description><earliestdate>2026-03-10</earliestdate><latestdate>2026-04-01</latestdate></timeframe>
              <comments>Call me after six &amp; not on Sunday.</comments>
            </customer>
            <vendor>
              <id source="CarPortal">V-3</id><vendorname>Harbor Volvo</vendorname>
              <contact><name part="full">Sales desk</name><email>sales@harbor.example.com</email><phone>617-555-0100</phone></contact>
            </vendor>
            <provider><name part="full">CarPortal Inc</name><service>Listings</service><phone>800-555-0000</phone></provider>
          </prospect>
        </adf>
        """;

    /// <summary>The least that the specification allows, with the prolog as it is printed in it.</summary>
    public const string MisprintedProlog =
        """
        <?ADF VERSION “1.0”?>
        <?XML VERSION “1.0”?>
        <adf><prospect><requestdate>2026-03-02T15:30:20-08:00</requestdate>
        <vehicle><year>2019</year><make>Fiat</make><model>Panda</model></vehicle>
        <customer><contact><name part="full">Ugo Neri</name><phone>206-555-0140</phone></contact></customer>
        <vendor><contact><name part="full">Lakeside Fiat</name></contact></vendor></prospect></adf>
        """;

    /// <summary>Names of elements in capitals.</summary>
    public const string Capitals =
        """
        <?xml version="1.0"?>
        <ADF><Prospect Status="new"><Customer><Contact><Name Part="first">Ines</Name><Name Part="last">Roth</Name>
        <Email>ines.roth@example.com</Email><Phone Type="cell">2065550141</Phone></Contact></Customer>
        <Vehicle Interest="lease"><Year>2025</Year><Make>Kia</Make><Model>EV9</Model></Vehicle>
        <Vendor><VendorName>Kia of Renton</VendorName></Vendor></Prospect></ADF>
        """;

    /// <summary>Every element in a namespace.</summary>
    public const string Prefixed =
        """
        <x:adf xmlns:x="urn:x"><x:prospect x:status="resend"><x:id x:source="crm">5</x:id><x:customer><x:contact>
        <x:name x:part="full">Bo Berg</x:name><x:email>bo@example.com</x:email></x:contact></x:customer>
        <x:vehicle x:interest="test-drive"><x:year>2026</x:year><x:make>Mini</x:make><x:model>Cooper</x:model></x:vehicle></x:prospect></x:adf>
        """;

    /// <summary>No envelope, no request date, no vendor.</summary>
    public const string Bare =
        """
        <prospect><customer><contact><name>Al Ito</name><phone>2065550142</phone></contact></customer>
        <vehicle><make>Suzuki</make><model>Jimny</model></vehicle></prospect>
        """;

    /// <summary>The car to be given in part exchange before the one to be bought.</summary>
    public const string TradeInFirst =
        """
        <adf><prospect><requestdate>20260302T153020+0100</requestdate>
        <vehicle interest="trade-in" status="used"><year>2015</year><make>Opel</make><model>Corsa</model>
          <odometer units="km">184,000</odometer><price type="asking" currency="€">2.500,00</price></vehicle>
        <vehicle interest="buy"><year>2026</year><make>Opel</make><model>Mokka</model><stocknumber>M7</stocknumber><mileage>15</mileage></vehicle>
        <customer><contact><name part="full">Lea Wolf</name><email>lea@example.com</email></contact></customer>
        <vendor><vendorname>Autohaus Süd</vendorname></vendor></prospect></adf>
        """;

    /// <summary>Tags that are never closed, attributes without quotes, mixed content, what is in the wrong place.</summary>
    public const string Broken =
        """
        <?xml version="1.0"?>
        <adf xmlns="http://nowhere.example/adf" version="2.0"><prospect status=new>
          <id>LEAD-1</id><requestdate>2026/03/02 10:15:30</requestdate>
          <customer>Customer:
            <contact primarycontact=yes>
              <name><first>Nora</first><last>Hale</last></name>
              <email>nora.hale.example.com</email>
              <phone type="mobile>206-555-0143
              <phone type="home">206-555-0144
              <address type="home">at <street>9 Oak Road</street><city>Kent</city></address>
            </contact>
            <timeframe>within 2 weeks</timeframe>
            <comments><![CDATA[Seats < 6 & a <b>big</b> boot]]></comments>
          <vehicle><details><trim>Limited</trim></details><year>2024</year><make>Subaru<model>Outback</model>
            <odometer>about 15 miles</odometer><imagetag>https://example.com/a.jpg
          </vehicle>
          <vendor><vendorname>Kent Subaru</vendor>
        </prospect></adf>
        """;

    /// <summary>Cut off behind the customer.</summary>
    public const string Cut =
        """
        <adf><prospect><id source="site">C-1</id><customer><contact><name part="full">Tom Ray</name><phone>206-555-0145</phone></contact></customer>
        <vehicle><year>2020</year><make>Ford</ma
        """;

    /// <summary>Cut off before the customer.</summary>
    public const string CutTooEarly =
        """
        <adf><prospect><id source="site">C-2</id><vehicle><year>2020</year><make>Ford</make><model>Focus</model>
        """;

    /// <summary>A customer without a name, and no vehicle.</summary>
    public const string NamelessCustomer =
        """
        <adf><prospect><requestdate>03/02/2026 4:05 PM</requestdate><customer><contact><email>who@example.com</email></contact></customer>
        <vendor><vendorname>Kent Subaru</vendorname><contact><phone>206-555-0199</phone></contact></vendor></prospect></adf>
        """;

    /// <summary>Nobody who could be answered: the telephone is the dealership's.</summary>
    public const string NobodyToAnswer =
        """
        <adf><prospect><customer><contact><name part="full">No Way</name><email>not an address</email></contact></customer>
        <vehicle><make>Kia</make></vehicle><vendor><vendorname>Kia</vendorname><contact><phone>206-555-0198</phone></contact></vendor></prospect></adf>
        """;

    /// <summary>The whole document as text, as a mail program or a form leaves it.</summary>
    public const string Escaped =
        "<html><body><pre>&lt;?xml version=\"1.0\"?&gt;&lt;adf&gt;&lt;prospect&gt;&lt;customer&gt;&lt;contact&gt;&lt;name part=&quot;full&quot;&gt;Jo &amp;amp; Co&lt;/name&gt;"
        + "&lt;phone&gt;206-555-0146&lt;/phone&gt;&lt;/contact&gt;&lt;/customer&gt;&lt;/prospect&gt;&lt;/adf&gt;</pre></body></html>";

    /// <summary>The whole document as character data of another.</summary>
    public const string InCharacterData =
        "<soap><lead><![CDATA[<adf><prospect><customer><contact><name>Di Fox</name><phone>206-555-0147</phone></contact></customer></prospect></adf>]]></lead></soap>";

    /// <summary>Three leads, the second of which has nobody to answer.</summary>
    public const string Several =
        """
        <adf>
        <prospect><id source="p">1</id><customer><contact><name>One</name><phone>206-555-0151</phone></contact></customer></prospect>
        <prospect><id source="p">2</id><customer><contact><name>Two</name></contact></customer></prospect>
        <prospect><id source="p">3</id><customer><contact><name>Three</name><phone>206-555-0153</phone></contact></customer></prospect>
        </adf>
        """;

    /// <summary>A document type that would read a file.</summary>
    public const string ExternalEntity =
        """
        <?xml version="1.0"?>
        <!DOCTYPE adf [ <!ENTITY steal SYSTEM "file:///etc/hostname"> ]>
        <adf><prospect><customer><contact><name>&steal;</name><phone>206-555-0148</phone></contact></customer></prospect></adf>
        """;

    /// <summary>Entities that would grow without bound.</summary>
    public const string EntityBomb =
        """
        <?xml version="1.0"?>
        <!doctype adf [
          <!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
          <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
        ]>
        <adf><prospect><customer><contact><name>&e;</name><phone>206-555-0149</phone></contact></customer></prospect></adf>
        """;
}
