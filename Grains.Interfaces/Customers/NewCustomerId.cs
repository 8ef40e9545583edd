using System.Security.Cryptography;
using System.Text;

namespace AutoCrm.Actors.Customers;

/// <summary>The one place where the id of a customer is made that a command registers.</summary>
public static class NewCustomerId
{
    private const int Bytes = 16;

    /// <summary>Makes the id: the same for the same command, so a repeat registers nobody else.</summary>
    /// <param name="dealership">The code of the dealership that registers.</param>
    /// <param name="mutationId">The command's mutation id.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(string dealership, string mutationId)
    {
        var name = Encoding.UTF8.GetBytes($"customer\n{dealership}\n{mutationId}");
        return Convert.ToHexStringLower(SHA256.HashData(name).AsSpan(..Bytes));
    }
}
