using System.Security.Cryptography;
using System.Text;
using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Who was erased, in a file outside the database: a restore of a backup from before would otherwise bring the erased
/// back. A line each: a signature by a key that derives from the master key, a blank, the customer's id. So nobody erases
/// customers by writing into it, and the file of another installation erases nobody. Several silos may share one file.
/// </summary>
/// <param name="path">The file; it is made when it is first looked at.</param>
/// <param name="master">The master key.</param>
/// <param name="time">The clock of the waiting for others.</param>
internal sealed class ErasureRegister(string path, MasterKey master, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly byte[] key = master.Derive(KeyPurposes.Erasures);

    /// <summary>Who stands in it.</summary>
    /// <exception cref="IOException">It cannot be opened for reading and writing, or others hold it for too long.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened so.</exception>
    public async Task<RegisteredErasures> Read(CancellationToken cancellation)
    {
        await using var file = await Open(cancellation);
        return await Read(file, cancellation);
    }

    /// <summary>Adds those that are not in it yet. When it returns they are on the disk.</summary>
    /// <inheritdoc cref="Read(CancellationToken)" path="/exception"/>
    public async Task Add(IReadOnlyCollection<string> customers, CancellationToken cancellation)
    {
        await using var file = await Open(cancellation);
        var known = await Read(file, cancellation);
        var lines = new StringBuilder();
        foreach (var customer in customers)
        {
            if (!known.Customers.Contains(customer))
            {
                lines.Append(SignatureOf(customer)).Append(' ').Append(customer).Append('\n');
            }
        }

        if (lines.Length > 0)
        {
            // A line that a crash has cut off must not take the next one with it.
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync(Encoding.UTF8.GetBytes(known.Unsigned > 0 ? $"\n{lines}" : lines.ToString()), cancellation);
            await file.FlushAsync(cancellation);
            file.Flush(flushToDisk: true);
        }
    }

    private async Task<FileStream> Open(CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (File.Exists(path) && time.GetElapsedTime(began) < LongestWait)
            {
                // Another silo has it.
                await Task.Delay(Look, time, cancellation);
            }
        }
    }

    private async Task<RegisteredErasures> Read(FileStream file, CancellationToken cancellation)
    {
        var (customers, unsigned) = (new HashSet<string>(StringComparer.Ordinal), 0);
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank && IsSigned(line.AsSpan(0, blank), line[(blank + 1)..]))
            {
                customers.Add(line[(blank + 1)..]);
            }
            else if (line.Length > 0)
            {
                unsigned++;
            }
        }

        return new RegisteredErasures(customers, unsigned);
    }

    private string SignatureOf(string customer) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(customer)));

    private bool IsSigned(ReadOnlySpan<char> signature, string customer) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature.ToString()), Encoding.UTF8.GetBytes(SignatureOf(customer)));
}

/// <summary>What a register of erasures holds.</summary>
/// <param name="Customers">Who was erased.</param>
/// <param name="Unsigned">Lines that this installation has not signed: cut off, altered, or another one's.</param>
internal sealed record RegisteredErasures(IReadOnlySet<string> Customers, int Unsigned);
