using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// Finds librdkafka: first what the variable <c>CPD_LIBRDKAFKA</c> names, then the one that came with the package, then
/// the system's. Asked for by <see cref="KafkaClients"/> alone, so a process whose log is not Kafka loads neither it nor
/// Confluent's assembly.
/// </summary>
/// <remarks>Never use Confluent's own <c>Library.Load</c>: it ends the process on a system without libdl.so.</remarks>
internal static class NativeKafka
{
    private const string Name = "librdkafka";
    private const string Variable = "CPD_LIBRDKAFKA";

    /// <summary>The package's build that asks for nothing: the ordinary one needs libsasl2, which small images do not have.</summary>
    private const string WithoutKerberos = "centos8-librdkafka";

    private static readonly Lazy<nint> Library = new(() =>
    {
        var confluent = typeof(Library).Assembly;
        NativeLibrary.SetDllImportResolver(confluent, Resolve);
        return Resolve(Name, confluent, null);
    });

    /// <summary>Call it before anything of Confluent's.</summary>
    /// <exception cref="KafkaRefusedException">There is no library, or one on which a consumer would hang.</exception>
    public static void Require()
    {
        if (Objection(Environment.GetEnvironmentVariable(Variable)) is { } mistaken) throw new KafkaRefusedException(mistaken);
        if (Objection(Library.Value) is { } objection) throw new KafkaRefusedException(objection);
    }

    /// <summary>
    /// False for versions before 2.3: when a member of a group is destroyed that was let in and never assigned anything, they end the
    /// whole process.
    /// </summary>
    public static bool DestroysMembersWithoutAssignment => Confluent.Kafka.Library.Version >= 0x02_03_00_00;

    /// <summary>False for versions before 2.3: an answer to this would never come.</summary>
    public static bool CanDescribeTopics => Confluent.Kafka.Library.Version >= 0x02_03_00_00;

    /// <summary>
    /// False for versions before 2.2, which do not know how long a consumer rests that has enough: they rest for a second, whatever
    /// it has taken meanwhile.
    /// </summary>
    public static bool KnowsHowLongAFullConsumerRests => Confluent.Kafka.Library.Version >= 0x02_02_00_00;

    /// <summary>Another library than the one that was named may be any version: it is not taken in its place.</summary>
    internal static KafkaProblem? Objection(string? chosen) => chosen is not { Length: > 0 } || NativeLibrary.TryLoad(chosen, out _) ? null : new KafkaProblem(
        "kafka.library-not-loaded",
        $"{Variable} names {chosen}, which is not there or cannot be loaded on this system: correct it, or take it away and the library of the build is used.");

    /// <summary>Why a consumer would hang with this library instead of consuming; null when it is fine.</summary>
    internal static KafkaProblem? Objection(nint library)
    {
        if (library == 0)
        {
            return new KafkaProblem(
                "kafka.library-missing",
                "The log is Kafka, and librdkafka was not found: build with CpdFeed=full, which is the default, or install the package librdkafka1 and see eng/librdkafka-shim.c.");
        }

        if (!NativeLibrary.TryGetExport(library, "rd_kafka_message_leader_epoch", out _))
        {
            return new KafkaProblem(
                "kafka.library-too-old",
                "This librdkafka is older than 2.1 and a consumer would hang on it: compile eng/librdkafka-shim.c (its first lines say how) "
                + "and name the result in CPD_LIBRDKAFKA, or build with CpdFeed=full.");
        }

        return null;
    }

    // The client also tries names of builds for other systems; those are left to the runtime.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name) return 0;

        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            && NativeLibrary.TryLoad(chosen, out var library)
            || NativeLibrary.TryLoad(name, assembly, path, out library)
            || NativeLibrary.TryLoad(WithoutKerberos, assembly, path, out library)
            || NativeLibrary.TryLoad("librdkafka.so.1", out library)
            ? library
            : 0;
    }
}
