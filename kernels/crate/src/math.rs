//! Functions of `libm` in place of the target's own: WebAssembly has musl's, other targets have those of
//! their C library, and the two differ in the last bit for some arguments in a hundred. What they
//! decide is stored in files, and has to be equal everywhere; `clippy.toml` forbids the others.

/// Transcendental functions with the same bits on every target.
pub trait Portable: Sized {
    /// e to this power.
    fn exponential(self) -> Self;
    /// e to this power, minus 1.
    fn exponential_minus_one(self) -> Self;
    /// The logarithm to base e.
    fn natural_log(self) -> Self;
    /// The logarithm to base e of 1 more.
    fn log_of_one_more(self) -> Self;
    /// The logarithm to base 2.
    fn binary_log(self) -> Self;
    /// The logarithm to base 10.
    fn common_log(self) -> Self;
    /// This number to a power.
    fn power(self, exponent: Self) -> Self;
    /// The sine of an angle in radians.
    fn sine(self) -> Self;
    /// The cosine of an angle in radians.
    fn cosine(self) -> Self;
}

/// Implements the trait by functions of `libm`.
macro_rules! portable {
    ($type:ty: $exp:ident $expm1:ident $log:ident $log1p:ident $log2:ident $log10:ident $pow:ident
        $sin:ident $cos:ident) => {
        impl Portable for $type {
            fn exponential(self) -> Self {
                libm::$exp(self)
            }

            fn exponential_minus_one(self) -> Self {
                libm::$expm1(self)
            }

            fn natural_log(self) -> Self {
                libm::$log(self)
            }

            fn log_of_one_more(self) -> Self {
                libm::$log1p(self)
            }

            fn binary_log(self) -> Self {
                libm::$log2(self)
            }

            fn common_log(self) -> Self {
                libm::$log10(self)
            }

            fn power(self, exponent: Self) -> Self {
                libm::$pow(self, exponent)
            }

            fn sine(self) -> Self {
                libm::$sin(self)
            }

            fn cosine(self) -> Self {
                libm::$cos(self)
            }
        }
    };
}

portable!(f64: exp expm1 log log1p log2 log10 pow sin cos);
portable!(f32: expf expm1f logf log1pf log2f log10f powf sinf cosf);
