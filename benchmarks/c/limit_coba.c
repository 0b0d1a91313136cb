// Practical limit for S1 (COBA, docs/theory/spiking.md), one thread, f32, forward Euler.
// gcc -Ofast -march=native limit_coba.c -o limit_coba -lm ; ./limit_coba SECONDS
#define _GNU_SOURCE
#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
static double clk(clockid_t c){struct timespec t;clock_gettime(c,&t);return t.tv_sec+1e-9*t.tv_nsec;}
static uint64_t sd=88172645463325252ULL;
static double u01(void){sd^=sd<<13;sd^=sd>>7;sd^=sd<<17;return (sd>>11)*(1.0/9007199254740992.0);}
static void*al(size_t n){void*p=aligned_alloc(64,(n+127)/64*64);memset(p,0,(n+127)/64*64);return p;}
int main(int argc,char**argv){
  if(argc>2)sd+=(uint64_t)atol(argv[2])*0x9E3779B97F4A7C15ULL;enum{N=4000,NE=3200,D=8};double sim=atof(argv[1]),b=clk(CLOCK_MONOTONIC);
  float*v=al(4*N),*ge=al(4*N),*gi=al(4*N);int*ref=al(4*N);uint32_t*row=al(4*(N+1));uint16_t*tg=al(2*400000),*q[D];int n[D]={0};
  for(int d=0;d<D;d++)q[d]=al(2*N+16);
  uint32_t k=0;double l=log(1-0.02);
  for(int i=0;i<N;i++){row[i]=k;for(int j=(int)(log(u01())/l);j<N;j+=1+(int)(log(u01())/l))tg[k++]=j;}row[N]=k;
  for(int i=0;i<N;i++)v[i]=-60+10*u01();
  double setup=clk(CLOCK_MONOTONIC)-b,w0=clk(CLOCK_MONOTONIC),c0=clk(CLOCK_PROCESS_CPUTIME_ID),ev=0,best=1e9,ch=w0;long ns=0;
  const __m256 h=_mm256_set1_ps(0.1f/20),de=_mm256_set1_ps(1-0.1f/5),di=_mm256_set1_ps(1-0.1f/10),th=_mm256_set1_ps(-50),vr=_mm256_set1_ps(-60),m80=_mm256_set1_ps(80),m40=_mm256_set1_ps(-40);
  int T=(int)(sim*1e4+.5);
  for(int t=0;t<T;t++){int d=t%D,m=0;uint16_t*o=q[d];
    // arrivals of 8 steps ago first, then this step's integration and threshold in the same vector pass
    for(int s=0;s<n[d];s++){int i=o[s];if(i<NE)for(uint32_t z=row[i];z<row[i+1];z++)ge[tg[z]]+=0.4f;else for(uint32_t z=row[i];z<row[i+1];z++)gi[tg[z]]+=5.1f;ev+=row[i+1]-row[i];}
    for(int i=0;i<N;i+=8){
      __m256 x=_mm256_load_ps(v+i),e=_mm256_load_ps(ge+i),g=_mm256_load_ps(gi+i);__m256i r=_mm256_load_si256((void*)(ref+i));
      __m256 f=_mm256_sub_ps(m40,x);f=_mm256_fnmadd_ps(e,x,f);f=_mm256_fnmadd_ps(g,_mm256_add_ps(x,m80),f);
      __m256i in=_mm256_cmpgt_epi32(r,_mm256_setzero_si256());
      x=_mm256_blendv_ps(_mm256_fmadd_ps(h,f,x),vr,_mm256_castsi256_ps(in));r=_mm256_add_epi32(r,in);
      __m256 sp=_mm256_cmp_ps(x,th,_CMP_GT_OQ);int bm=_mm256_movemask_ps(sp);
      if(bm){x=_mm256_blendv_ps(x,vr,sp);r=_mm256_blendv_epi8(r,_mm256_set1_epi32(50),_mm256_castps_si256(sp));while(bm){o[m++]=i+__builtin_ctz(bm);bm&=bm-1;}}
      _mm256_store_ps(v+i,x);_mm256_store_si256((void*)(ref+i),r);_mm256_store_ps(ge+i,_mm256_mul_ps(e,de));_mm256_store_ps(gi+i,_mm256_mul_ps(g,di));
    }
    n[d]=m;for(int s=0;s<m;s++)ns+=o[s]<NE;
    if((t+1)%500==0){double x=clk(CLOCK_MONOTONIC);if(x-ch<best)best=x-ch;ch=x;}
  }
  double w=clk(CLOCK_MONOTONIC)-w0,c=clk(CLOCK_PROCESS_CPUTIME_ID)-c0;
  printf("{\"sim\":\"c_limit\",\"workload\":\"S1\",\"threads\":1,\"bio_s\":%.2f,\"setup_s\":%.3f,\"sim_wall_s\":%.3f,\"sim_cpu_s\":%.4f,\"best_wall_per_bio_s\":%.4f,\"rate_E\":%.2f,\"syn_events\":%.4g}\n",sim,setup,w,c,best/0.05,ns/(double)NE/sim,ev);
}
