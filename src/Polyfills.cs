// Attributes that the compiler or the trimmer looks for by name, for targets that lack them; every project of src has them.
// A generator would write the same, in an order of its own each time, and no two builds would be equal.

#pragma warning disable IDE0161 // One file, several namespaces.

namespace Microsoft.CodeAnalysis
{
    // The compiler looks past types with it in other assemblies, such as those that show their internals to tests.
    [System.AttributeUsage(System.AttributeTargets.All)]
    sealed partial class EmbeddedAttribute : System.Attribute;
}

#if NETSTANDARD2_0

namespace System
{
    [Microsoft.CodeAnalysis.Embedded]
    readonly struct Index(int value, bool fromEnd = false)
    {
        public int GetOffset(int length) => fromEnd ? length - value : value;
    }
}

namespace System.Runtime.CompilerServices
{
    [Microsoft.CodeAnalysis.Embedded]
    static class IsExternalInit;

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
    [Microsoft.CodeAnalysis.Embedded]
    sealed class RequiredMemberAttribute : Attribute;

    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    [Microsoft.CodeAnalysis.Embedded]
    sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    [AttributeUsage(AttributeTargets.Parameter)]
    [Microsoft.CodeAnalysis.Embedded]
    sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }

    [Flags]
    [Microsoft.CodeAnalysis.Embedded]
    enum DynamicallyAccessedMemberTypes
    {
        PublicProperties = 0x0200,
    }

    [AttributeUsage(AttributeTargets.Constructor | AttributeTargets.Field | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
    [Microsoft.CodeAnalysis.Embedded]
    sealed class DynamicDependencyAttribute : Attribute
    {
        public DynamicDependencyAttribute(DynamicallyAccessedMemberTypes memberTypes, Type type)
        {
            MemberTypes = memberTypes;
            Type = type;
        }

        public DynamicDependencyAttribute(string memberSignature, Type type)
        {
            MemberSignature = memberSignature;
            Type = type;
        }

        public DynamicallyAccessedMemberTypes MemberTypes { get; }

        public string? MemberSignature { get; }

        public Type Type { get; }
    }

    [AttributeUsage(AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
    [Microsoft.CodeAnalysis.Embedded]
    sealed class RequiresUnreferencedCodeAttribute(string message) : Attribute
    {
        public string Message { get; } = message;

        public string? Url { get; set; }
    }

    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    [Microsoft.CodeAnalysis.Embedded]
    sealed class UnconditionalSuppressMessageAttribute(string category, string checkId) : Attribute
    {
        public string Category { get; } = category;

        public string CheckId { get; } = checkId;

        public string? Justification { get; set; }
    }
}

#endif

#if !NET9_0_OR_GREATER

namespace System.Runtime.CompilerServices
{
    [AttributeUsage(AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
    [Microsoft.CodeAnalysis.Embedded]
    sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
    {
        public int Priority { get; } = priority;
    }
}

#endif
